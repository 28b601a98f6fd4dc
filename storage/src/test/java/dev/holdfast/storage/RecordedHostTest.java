package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes a sample of a real host, everything counted; and every one of its samples back, to the bit. */
class RecordedHostTest {
    /** Sealed: values, time columns, index, names, manifest and lock; the log apart, since it is a fixed size. */
    private static final double SEALED_BYTES_A_SAMPLE = 0.37;

    private static final double YOUNG_BYTES_A_SAMPLE = 0.60;

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @TempDir
    Path directory;

    private static Labels labels(String text) {
        int brace = text.indexOf('{');
        Labels.Builder labels = new Labels.Builder();
        labels.set(Labels.METRIC_NAME, brace < 0 ? text : text.substring(0, brace));
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            labels.set(
                    matcher.group(1),
                    matcher.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
        }
        return labels.build();
    }

    @Test
    void theRecordedHostIsSmallAndComesBackToTheBit() throws IOException {
        Map<Labels, TreeMap<Long, Long>> expected = new HashMap<>();
        long count = 0;
        InputStream gz = Objects.requireNonNull(RecordedHostTest.class.getResourceAsStream("/host-1hz.om.gz"));
        try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(gz), StandardCharsets.UTF_8));
                Store store = Store.open(directory, StoreOptions.defaults());
                BulkLoader loader = store.bulkLoader(false)) {
            String lastText = "";
            Labels last = Labels.EMPTY;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                int stampAt = line.lastIndexOf(' ');
                int valueAt = line.lastIndexOf(' ', stampAt - 1);
                String text = line.substring(0, valueAt);
                if (!text.equals(lastText)) {
                    lastText = text;
                    last = labels(text);
                }
                long time = Math.round(Double.parseDouble(line.substring(stampAt + 1)) * 1000);
                long bits = Double.doubleToRawLongBits(Double.parseDouble(line.substring(valueAt + 1, stampAt)));
                expected.computeIfAbsent(last, l -> new TreeMap<>()).put(time, bits);
                loader.add(last, time, bits);
                count++;
            }
            assertEquals(count, loader.finish());
            assertSmall("young", count, YOUNG_BYTES_A_SAMPLE);
            store.compactFully();
            assertSmall("sealed", count, SEALED_BYTES_A_SAMPLE);
            assertEquals(expected.size(), store.stats().seriesCount());
        }
        try (StoreReader reader = StoreReader.open(directory);
                Snapshot snapshot = reader.snapshot()) {
            List<Series> all = snapshot.select(List.of(), TimeRange.ALL);
            assertEquals(expected.size(), all.size());
            for (Series series : all) {
                TreeMap<Long, Long> actual = new TreeMap<>();
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                while (cursor.next()) {
                    actual.put(cursor.timestampMs(), cursor.valueBits());
                }
                assertEquals(
                        expected.get(series.labels()), actual, series.labels().toString());
            }
        }
    }

    /** All files but the log, whose size says nothing: it is allocated beforehand. */
    private void assertSmall(String what, long samples, double atMost) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("wal-")) {
                    bytes += Files.size(file);
                }
            }
        }
        double each = (double) bytes / samples;
        System.out.printf("recorded host, %s: %d samples, %d bytes, %.4f a sample%n", what, samples, bytes, each);
        assertTrue(each <= atMost, what + ", bytes a sample: " + each);
    }
}
