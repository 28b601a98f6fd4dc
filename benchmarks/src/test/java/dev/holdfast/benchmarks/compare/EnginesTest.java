package dev.holdfast.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.benchmarks.RecordedHost;
import dev.holdfast.benchmarks.RecordedHost.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engines that need nothing installed store the same and say the same: else their figures could not be compared. */
class EnginesTest {
    private static final int TICKS = 90;
    private static final long FROM_MS = 1_795_305_600_000L;

    @TempDir
    Path directory;

    private static List<Recording> host() throws IOException {
        return RecordedHost.read(Path.of("../storage/src/test/resources/host-1hz.om.gz"));
    }

    private List<Question.Answer> answers(String name, List<Recording> host) throws IOException {
        HostData data = new HostData(host);
        long[] times = new long[30];
        double[][] values = new double[30][HostData.SERIES];
        try (Engine engine = Comparison.open(name, directory.resolve(name))) {
            engine.begin(data.labels());
            for (int tick = 0; tick < TICKS; tick += times.length) {
                for (int i = 0; i < times.length; i++) {
                    times[i] = FROM_MS + (tick + i) * HostData.STEP_MS;
                    data.next(values[i]);
                }
                engine.append(times, values, times.length);
            }
            engine.settle();
            assertTrue(engine.sizeBytes() > 1_000, name);
            engine.restart(() -> {});
            List<Question.Answer> answers = new ArrayList<>();
            for (Question question : Question.values()) {
                answers.add(engine.ask(question, FROM_MS, FROM_MS + TICKS * HostData.STEP_MS)
                        .get());
            }
            return answers;
        }
    }

    @Test
    void allSayTheSame() throws IOException {
        List<Recording> host = host();
        List<Question.Answer> expected = answers("holdfast", host);
        assertEquals(TICKS, expected.get(0).count());
        assertEquals(2 * 16 * TICKS / 30, expected.get(1).count());
        assertEquals(30 * HostData.SERIES, expected.get(2).count());
        assertEquals(HostData.SERIES, expected.get(3).count());
        for (String name : List.of("rocksdb-zstd", "rocksdb-snappy", "sqlite")) {
            List<Question.Answer> actual = answers(name, host);
            for (int i = 0; i < expected.size(); i++) {
                Question.Answer wanted = expected.get(i);
                assertEquals(wanted.count(), actual.get(i).count(), name + ", question " + i);
                assertEquals(wanted.sum(), actual.get(i).sum(), Math.abs(wanted.sum()) * 1e-9, name);
            }
        }
    }

    @Test
    void theDataAreTheSameEachTimeAndCountersRise() throws IOException {
        List<Recording> host = host();
        HostData data = new HostData(host);
        HostData again = new HostData(host);
        double[] before = new double[HostData.SERIES];
        double[] values = new double[HostData.SERIES];
        double[] others = new double[HostData.SERIES];
        for (int tick = 0; tick < 1_000; tick++) {
            System.arraycopy(values, 0, before, 0, values.length);
            data.next(values);
            again.next(others);
            assertTrue(Arrays.equals(values, others), "tick " + tick);
            for (int i = 0; i < values.length && tick > 0; i++) {
                String name = data.labels().get(i).toString();
                assertTrue(!name.contains("node_cpu_seconds_total") || values[i] >= before[i], name);
            }
        }
    }
}
