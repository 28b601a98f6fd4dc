package dev.holdfast.benchmarks;

import dev.holdfast.storage.BulkLoader;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreStats;
import dev.holdfast.storage.WriteTotals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Bytes a sample by the length of the window that runs are merged to, on a recording that is repeated until it is long
 * enough: counters go on from where they were, everything else begins again, and with a step of several seconds each
 * repetition takes other seconds. Arguments: the recording (OpenMetrics text, gzip), an empty directory, hours, step in
 * seconds, every how manieth series, the longest window in hours.
 */
public final class MergeDensity {
    /** A multiple of seven days since the epoch. */
    private static final long T0 = 2_900L * 7 * 86_400_000;

    private MergeDensity() {}

    /** A series of the recording. */
    private record Recorded(Labels labels, long[] bits) {
        boolean isCounter() {
            double before = Double.NEGATIVE_INFINITY;
            for (long bit : bits) {
                double value = Double.longBitsToDouble(bit);
                if (!(value >= before)) {
                    return false;
                }
                before = value;
            }
            return bits.length > 1;
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Path recording = Path.of(arguments[0]);
        Path directory = Path.of(arguments[1]);
        int hours = Integer.parseInt(arguments[2]);
        int step = Integer.parseInt(arguments[3]);
        int stride = Integer.parseInt(arguments[4]);
        long windowMs = Integer.parseInt(arguments[5]) * 3_600_000L;
        long endMs = T0 + hours * 3_600_000L;
        StoreOptions options = StoreOptions.defaults()
                .withMaxBytes(0)
                .withRetentionMs(windowMs == 2 * 3_600_000L ? 8 * 3_600_000L : 0)
                .withClock(() -> endMs + 600_000);
        List<Recorded> all = read(recording, stride);
        try (Store store = Store.open(directory, options)) {
            try (BulkLoader loader = store.bulkLoader(false)) {
                for (int hour = 0; hour < hours; hour++) {
                    for (Recorded series : all) {
                        load(loader, series, hour * 3600, step);
                    }
                }
                loader.finish();
            }
            long startedNs = System.nanoTime();
            store.compactFully();
            double seconds = (System.nanoTime() - startedNs) / 1e9;
            StoreStats stats = store.stats();
            WriteTotals writes = store.writeTotals();
            System.out.printf(
                    Locale.ROOT,
                    "%d h, step %d s: %d runs, %,d samples, %,d bytes, %.4f bytes a sample; merged in %.1f s; %s%n",
                    hours,
                    step,
                    stats.runCount(),
                    stats.sstableSampleCount(),
                    stats.sstableBytes(),
                    (double) stats.sstableBytes() / stats.sstableSampleCount(),
                    seconds,
                    writes);
        }
    }

    private static void load(BulkLoader loader, Recorded series, int fromSecond, int step) throws IOException {
        int length = series.bits.length;
        double first = Double.longBitsToDouble(series.bits[0]);
        double gain = Double.longBitsToDouble(series.bits[length - 1]) - first;
        boolean counter = series.isCounter() && gain > 0;
        for (int second = fromSecond; second < fromSecond + 3600; second += step) {
            long tile = second / length;
            double value = Double.longBitsToDouble(series.bits[second % length]);
            long bits = counter ? Double.doubleToRawLongBits(value + tile * gain) : series.bits[second % length];
            loader.add(series.labels, T0 + second * 1_000L, bits);
        }
    }

    private static List<Recorded> read(Path recording, int stride) throws IOException {
        List<Recorded> result = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(recording)), StandardCharsets.UTF_8))) {
            String name = "";
            long[] bits = new long[4096];
            int count = 0;
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                int stampAt = line.lastIndexOf(' ');
                int valueAt = line.lastIndexOf(' ', stampAt - 1);
                String text = line.substring(0, valueAt);
                if (!text.equals(name)) {
                    if (count > 0 && number++ % stride == 0) {
                        result.add(new Recorded(labels(name), Arrays.copyOf(bits, count)));
                    }
                    name = text;
                    count = 0;
                }
                bits[count++] = Double.doubleToRawLongBits(Double.parseDouble(line.substring(valueAt + 1, stampAt)));
            }
        }
        return result;
    }

    /** The text in the place of the parsed labels: it is as long, and that is what counts. */
    private static Labels labels(String text) {
        return Labels.of(Labels.METRIC_NAME, "recorded", "of", text);
    }
}
