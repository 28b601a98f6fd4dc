package dev.holdfast.agent.openmetrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final ReadOptions ANY_TIME = ReadOptions.at(0).withAnyFuture();

    private static Map<Labels, NavigableMap<Long, Long>> read(InputStream in) throws IOException {
        Map<Labels, NavigableMap<Long, Long>> series = new TreeMap<>();
        new OpenMetricsReader(
                        in,
                        ANY_TIME,
                        (labels, timestampMs, bits) -> series.computeIfAbsent(labels, l -> new TreeMap<>())
                                .put(timestampMs, bits))
                .read();
        return series;
    }

    private static ByteArrayOutputStream write(Map<Labels, NavigableMap<Long, Long>> series) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SnapshotExport(new MapSnapshot(series), MetricCatalogue.load()).write(out, List.of(), TimeRange.ALL);
        return out;
    }

    @Test
    void recordedHostDataComesBackToTheBit() throws IOException {
        Map<Labels, NavigableMap<Long, Long>> recorded;
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(RoundTripTest.class.getResourceAsStream("/host-1hz.om.gz")))) {
            recorded = read(in);
        }
        assertEquals(482, recorded.size());
        assertEquals(
                675_371, recorded.values().stream().mapToInt(NavigableMap::size).sum());
        ByteArrayOutputStream text = write(recorded);
        assertEquals(recorded, read(new ByteArrayInputStream(text.toByteArray())));
    }

    @Test
    void anyLabelsTimesAndValuesComeBackToTheBit() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Map<Labels, NavigableMap<Long, Long>> series = new TreeMap<>();
            int seriesCount = 1 + random.nextInt(30);
            for (int s = 0; s < seriesCount; s++) {
                NavigableMap<Long, Long> samples = new TreeMap<>();
                int count = 1 + random.nextInt(20);
                for (int i = 0; i < count; i++) {
                    samples.put(timestamp(random), bits(random));
                }
                series.put(labels(random), samples);
            }
            byte[] text = write(series).toByteArray();
            assertEquals(series, read(new ByteArrayInputStream(text)), "seed " + seed);
        }
    }

    @Test
    void valuesAreSpelledAsShortAsTheyGet() throws IOException {
        for (String value : List.of("4.11", "0.07", "-4.73", "0", "-0", "100", "0.1", "12.5", "1.0E300")) {
            Map<Labels, NavigableMap<Long, Long>> series = new TreeMap<>();
            put(series, Labels.of("__name__", "m"), 2_000, Double.parseDouble(value));
            String text = write(series).toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("m " + value + " 2.000\n"), text);
        }
    }

    @Test
    void groupsFamiliesAndLeavesOutStaleMarkers() throws IOException {
        Map<Labels, NavigableMap<Long, Long>> series = new TreeMap<>();
        put(series, Labels.of("__name__", "node_cpu_seconds_total", "cpu", "1"), 2_000, 1.5);
        put(series, Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0"), 2_000, 0.02);
        put(series, Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0"), 1_500, 0.01);
        put(series, Labels.of("__name__", "node_load1", "A", "upper case sorts before __name__"), 1, -0.0);
        put(series, Labels.of("__name__", "odd.name", "l.b", "x\"y\\z\n"), 0, Double.NEGATIVE_INFINITY);
        NavigableMap<Long, Long> ended = new TreeMap<>();
        ended.put(5L, OpenMetricsWriter.STALE_MARKER_BITS);
        series.put(Labels.of("__name__", "only_stale"), ended);
        series.put(Labels.of("x", "no name"), ended);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotExport export = new SnapshotExport(new MapSnapshot(series), MetricCatalogue.load());
        OpenMetricsWriter writer = export.write(out, List.of(), TimeRange.ALL);
        assertEquals("""
                # TYPE node_cpu_seconds counter
                # UNIT node_cpu_seconds seconds
                # HELP node_cpu_seconds Seconds each CPU spent in each mode.
                node_cpu_seconds_total{cpu="0"} 0.01 1.500
                node_cpu_seconds_total{cpu="0"} 0.02 2.000
                node_cpu_seconds_total{cpu="1"} 1.5 2.000
                # TYPE node_load1 gauge
                # HELP node_load1 Load average over 1 minute.
                node_load1{A="upper case sorts before __name__"} -0 0.001
                # TYPE "odd.name" unknown
                {"odd.name","l.b"="x\\"y\\\\z\\n"} -Inf 0.000
                # EOF
                """, out.toString(StandardCharsets.UTF_8));
        assertEquals(5, writer.sampleCount());
        assertEquals(1, writer.staleMarkerCount());
        assertEquals(4, export.seriesCount());
        assertEquals(1, export.namelessSeriesCount());
    }

    @Test
    void aCounterWhoseStemIsTakenHasNoType() throws IOException {
        Map<Labels, NavigableMap<Long, Long>> series = new TreeMap<>();
        put(series, Labels.of("__name__", "node_forks_total"), 0, 1);
        put(series, Labels.of("__name__", "node_forks"), 0, 1);
        String text = write(series).toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("# TYPE node_forks unknown\n"), text);
        assertTrue(text.contains("# TYPE node_forks_total unknown\n"), text);
    }

    private static void put(
            Map<Labels, NavigableMap<Long, Long>> series, Labels labels, long timestampMs, double value) {
        series.computeIfAbsent(labels, l -> new TreeMap<>()).put(timestampMs, Double.doubleToRawLongBits(value));
    }

    private static Labels labels(Random random) {
        Labels.Builder builder = new Labels.Builder().set(Labels.METRIC_NAME, text(random));
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            builder.set(text(random), text(random));
        }
        return builder.build();
    }

    private static String text(Random random) {
        String alphabet = "abAB_:09 {}\",=\\\n#é\uD83D\uDE00.\t\r";
        StringBuilder text = new StringBuilder("n");
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            int at = alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
            text.appendCodePoint(alphabet.codePointAt(at));
        }
        return text.toString();
    }

    private static long timestamp(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(3_000);
            case 1 -> 1_795_327_200_000L + random.nextInt(1_000_000);
            default -> random.nextLong() >>> 12;
        };
    }

    private static long bits(Random random) {
        double value = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(1_000);
            case 1 -> random.nextInt() / 100.0;
            case 2 -> random.nextLong();
            case 3 -> random.nextLong(1L << 53) / 1e9;
            case 4 -> random.nextBoolean() ? Double.NEGATIVE_INFINITY : -0.0;
            default -> Double.longBitsToDouble(random.nextLong());
        };
        return Double.isNaN(value) ? NumberParser.NORMAL_NAN_BITS : Double.doubleToRawLongBits(value);
    }
}
