package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.agent.openmetrics.OpenMetricsReader;
import dev.holdfast.agent.openmetrics.ReadOptions;
import dev.holdfast.storage.Labels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real host's samples through the commands: import, compact, export; the same samples to the bit, in order. */
class RecordedHostCommandTest {
    private static final String RECORDED = "/host-1hz.om.gz";

    @TempDir
    private Path dir;

    @Test
    void whatIsImportedIsExportedToTheBit() throws IOException {
        Path file = dir.resolve("host.om.gz");
        try (InputStream in = RecordedHostCommandTest.class.getResourceAsStream(RECORDED)) {
            Files.copy(in, file);
        }
        TestConsole console = new TestConsole(dir.resolve("data"));
        assertEquals(0, console.run("import", file.toString()), console.err());
        assertEquals(0, console.run("compact"), console.err());
        assertEquals(0, console.run("export"), console.err());

        Map<Labels, TreeMap<Long, Long>> expected = new HashMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            read(in, expected);
        }
        Map<Labels, TreeMap<Long, Long>> actual = new HashMap<>();
        read(new ByteArrayInputStream(console.out().getBytes(StandardCharsets.UTF_8)), actual);
        assertEquals(482, actual.size());
        assertEquals(675_371, actual.values().stream().mapToInt(TreeMap::size).sum());
        assertEquals(expected, actual);
    }

    /** Reads samples, and fails where a series' times do not rise. */
    private static void read(InputStream in, Map<Labels, TreeMap<Long, Long>> into) throws IOException {
        new OpenMetricsReader(in, ReadOptions.at(TestConsole.NOW_MS), (labels, timestampMs, bits) -> {
                    TreeMap<Long, Long> samples = into.computeIfAbsent(labels, series -> new TreeMap<>());
                    if (!samples.isEmpty() && samples.lastKey() >= timestampMs) {
                        throw new IllegalStateException("not in the order of time: " + labels + " at " + timestampMs);
                    }
                    samples.put(timestampMs, bits);
                })
                .read();
    }
}
