package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Answers from statistics and rollups are those that the samples give. */
@TestInstance(Lifecycle.PER_CLASS)
class TotalsTest {
    private static final long T0 = 1_795_327_200_000L;
    private static final long HOURS_MS = 30 * 3_600_000L;
    private static final List<String> FUNCTIONS = List.of(
            "avg_over_time",
            "sum_over_time",
            "min_over_time",
            "max_over_time",
            "count_over_time",
            "present_over_time",
            "first_over_time",
            "last_over_time",
            "rate",
            "increase",
            "delta");
    private static final List<String> RANGES = List.of("1m", "5m", "7m", "1h", "90m", "1d", "30s");
    private static final long[] STEPS_MS = {60_000, 300_000, 420_000, 3_600_000, 15_000, 61_000};
    private static final double STALE = Double.longBitsToDouble(0x7ff0_0000_0000_0002L);

    private final MemorySnapshot memory = new MemorySnapshot();
    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path directory;

    @BeforeAll
    void fill() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        try (Store store = Store.open(directory, options());
                BulkLoader loader = store.bulkLoader(false)) {
            double counter = 0;
            for (long time = T0; time < T0 + HOURS_MS; time += 10_000) {
                counter = random.nextInt(700) == 0 ? 0 : counter + random.nextInt(200) / 100.0;
                add(loader, "counter_total", time, Math.rint(counter * 100) / 100);
                add(loader, "gauge", time, 4096.0 * random.nextInt(100_000));
                add(loader, "constant", time, 42);
                if (random.nextInt(20) > 0) {
                    long jitter = random.nextInt(1000);
                    add(loader, "noise", time + jitter, random.nextDouble());
                    double odd = random.nextInt(50) == 0 ? STALE : random.nextInt(400) == 0 ? Double.NaN : 3;
                    add(loader, "odd", time + jitter, odd);
                }
            }
            loader.finish();
        }
        try (Store store = Store.open(directory, options())) {
            store.compactFully();
        }
    }

    private static StoreOptions options() {
        return StoreOptions.defaults().withRetentionMs(0);
    }

    private void add(BulkLoader loader, String name, long timeMs, double value) throws IOException {
        Labels labels = Labels.of("__name__", name);
        memory.add(labels, timeMs, value);
        loader.add(labels, timeMs, Double.doubleToRawLongBits(value));
    }

    @Test
    void storedAnswersAreThoseOfTheSamples() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        int compared = 0;
        try (Store store = Store.open(directory, options());
                Snapshot stored = store.snapshot()) {
            for (int round = 0; round < 120; round++) {
                String name = List.of("counter_total", "gauge", "constant", "noise", "odd")
                        .get(random.nextInt(5));
                String function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
                String range = RANGES.get(random.nextInt(RANGES.size()));
                String offset = random.nextInt(4) == 0 ? " offset 3m" : "";
                String expression = random.nextInt(4) == 0
                        ? (random.nextBoolean() ? "timestamp(" + name + offset + ")" : name + offset)
                        : function + "(" + name + "[" + range + "]" + offset + ")";
                long stepMs = STEPS_MS[random.nextInt(STEPS_MS.length)];
                long startMs = T0 / stepMs * stepMs + random.nextInt(20) * stepMs - 3_600_000;
                long endMs = startMs + random.nextInt(1, 60) * stepMs;
                String what = expression + " from " + startMs + " to " + endMs + " step " + stepMs;
                compared += compare(
                        engine.range(expression, memory, startMs, endMs, stepMs),
                        engine.range(expression, stored, startMs, endMs, stepMs),
                        what);
                VectorResult once = (VectorResult) engine.instant(expression, stored, endMs);
                VectorResult expected = (VectorResult) engine.instant(expression, memory, endMs);
                assertEquals(expected.samples().size(), once.samples().size(), what);
                for (int i = 0; i < once.samples().size(); i++) {
                    near(
                            expected.samples().get(i).value(),
                            once.samples().get(i).value(),
                            what);
                }
            }
        }
        assertTrue(compared > 1000, "compared " + compared);
    }

    private static int compare(MatrixResult expected, MatrixResult actual, String what) {
        assertEquals(expected.series().size(), actual.series().size(), what);
        int compared = 0;
        for (int i = 0; i < expected.series().size(); i++) {
            MatrixSeries e = expected.series().get(i);
            MatrixSeries a = actual.series().get(i);
            assertEquals(e.labels(), a.labels(), what);
            assertEquals(e.size(), a.size(), what);
            for (int j = 0; j < e.size(); j++) {
                assertEquals(e.timestampMs(j), a.timestampMs(j), what);
                near(e.value(j), a.value(j), what);
                compared++;
            }
        }
        return compared;
    }

    /** The last bits of a sum depend on the order of adding. */
    private static void near(double expected, double actual, String what) {
        boolean near =
                Double.compare(expected, actual) == 0 || Math.abs(expected - actual) <= 1e-13 * Math.abs(expected);
        assertTrue(near, what + ": expected " + expected + ", was " + actual);
    }
}
