package dev.holdfast.benchmarks;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.StoreStats;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A week of 500 series at one sample a second, 302 million samples, through the whole engine in the heap that Java was
 * given: log, memtables, sealing, merging to days and to a week, retention and budget as an agent has them. Then every sample
 * of some series is read again and compared.
 *
 * <p>The data is the recorded host, again and again, counters going on; it lies outside of the heap. The clock is
 * simulated. Argument: days (default 7), directory (default a temporary one, which stays), late samples an hour (default 0).
 * {@code HEAP=32m benchmarks/run WeekOfSeconds}.
 */
public final class WeekOfSeconds {
    private static final int SERIES = 500;
    private static final int LENGTH = 1_380;
    /** A multiple of seven days since the epoch. */
    private static final long T0 = 2_960L * 7 * 86_400_000;

    private final List<Labels> labels = new ArrayList<>();
    private final DoubleBuffer values;
    private final double[] gains = new double[SERIES];
    private long nowMs = T0;
    private long usedAfterCollectionBytes;

    private WeekOfSeconds(List<RecordedHost.Recording> host) {
        values = ByteBuffer.allocateDirect(SERIES * LENGTH * 8).asDoubleBuffer();
        List<RecordedHost.Recording> whole =
                host.stream().filter(series -> series.values().length >= LENGTH).toList();
        for (int i = 0; i < SERIES; i++) {
            RecordedHost.Recording series = whole.get(i % whole.size());
            labels.add(Labels.of(
                    Labels.METRIC_NAME, series.name(), "instance", "h1", "job", "node", "i", Integer.toString(i)));
            boolean rises = true;
            for (int t = 0; t < LENGTH; t++) {
                values.put(i * LENGTH + t, series.values()[t]);
                rises &= t == 0 || series.values()[t] >= series.values()[t - 1];
            }
            gains[i] = rises ? series.values()[LENGTH - 1] - series.values()[0] : 0;
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int days = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Path directory = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("holdfast-week");
        int lateAnHour = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        WeekOfSeconds week = new WeekOfSeconds(RecordedHost.read(RecordedHost.file()));
        week.write(directory, days * 86_400, lateAnHour);
        System.out.printf("read again and compared: %,d samples%n", week.compare(directory, days * 86_400));
    }

    private double value(int series, int second) {
        int tile = second / LENGTH;
        return values.get(series * LENGTH + second % LENGTH) + tile * gains[series];
    }

    private void write(Path directory, int seconds, int lateAnHour) throws IOException {
        long startedNs = System.nanoTime();
        StoreOptions options =
                StoreOptions.defaults().withSyncIntervalMs(3_600_000).withClock(() -> nowMs);
        long slowestNs = 0;
        try (Store store = Store.open(directory, options)) {
            int[] refs = new int[SERIES];
            for (int i = 0; i < SERIES; i++) {
                refs[i] = store.series(labels.get(i));
            }
            SampleBatch batch = new SampleBatch(SERIES);
            for (int second = 0; second < seconds; second++) {
                nowMs = T0 + second * 1_000L;
                batch.reset(nowMs);
                for (int i = 0; i < SERIES; i++) {
                    batch.add(refs[i], value(i, second));
                }
                logged(store, store.append(batch));
                for (int i = 0; i < lateAnHour && second % 3600 == 3599; i++) {
                    int late = (int) ((second + 7_919L * i) * 104_729L % second);
                    batch.reset(T0 + late * 1_000L).add(refs[i % SERIES], value(i % SERIES, late));
                    logged(store, store.append(batch));
                }
                if (second % 10 == 9) {
                    slowestNs = Math.max(slowestNs, maintain(store, 1));
                }
                if (second % 86_400 == 86_399) {
                    report(store, second + 1, startedNs);
                }
            }
            nowMs += 600_000;
            slowestNs = Math.max(slowestNs, maintain(store, Integer.MAX_VALUE));
            report(store, seconds, startedNs);
            StoreStats stats = store.stats();
            System.out.printf(
                    Locale.ROOT,
                    "%d runs, amplification %.2f, slowest step %.2f s, %s, %s%n",
                    stats.runCount(),
                    store.writeTotals().amplification(),
                    slowestNs / 1e9,
                    stats.degraded(),
                    store.writeTotals());
        }
    }

    /** Returns the longest of the steps, nanoseconds. */
    private static long maintain(Store store, int steps) {
        long slowestNs = 0;
        boolean more = true;
        for (int i = 0; i < steps && more; i++) {
            long beforeNs = System.nanoTime();
            more = store.maintain();
            slowestNs = Math.max(slowestNs, System.nanoTime() - beforeNs);
        }
        return slowestNs;
    }

    private void report(Store store, int seconds, long startedNs) {
        long peakBytes = 0;
        long afterBytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peakBytes += pool.getPeakUsage().getUsed();
                MemoryUsage collected = pool.getCollectionUsage();
                afterBytes += collected == null ? 0 : collected.getUsed();
            }
        }
        usedAfterCollectionBytes = Math.max(usedAfterCollectionBytes, afterBytes);
        StoreStats stats = store.stats();
        System.out.printf(
                Locale.ROOT,
                "day %.1f: %,d samples, %d runs, %.4f B a sample, %.0f s; heap %d MB, at most %.1f MB in use, %.1f MB after"
                        + " collections%n",
                seconds / 86_400.0,
                stats.sampleCount(),
                stats.runCount(),
                (double) stats.sstableBytes() / Math.max(1, stats.sstableSampleCount()),
                (System.nanoTime() - startedNs) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20,
                peakBytes / 1e6,
                usedAfterCollectionBytes / 1e6);
    }

    private static void logged(Store store, Store.Appended result) throws IOException {
        if (result != Store.Appended.LOGGED) {
            throw new IOException("not logged: " + result + " " + store.stats().degraded());
        }
    }

    private long compare(Path directory, int seconds) throws IOException {
        long compared = 0;
        try (StoreReader reader = StoreReader.open(directory);
                Snapshot snapshot = reader.snapshot()) {
            for (int i = 0; i < SERIES; i += 7) {
                List<Series> found =
                        snapshot.select(List.of(SeriesMatcher.equal("i", Integer.toString(i))), TimeRange.ALL);
                SampleCursor cursor = found.get(0).samples(Long.MIN_VALUE, Long.MAX_VALUE);
                int second = 0;
                for (; cursor.next(); second++) {
                    if (cursor.timestampMs() != T0 + second * 1_000L
                            || cursor.valueBits() != Double.doubleToRawLongBits(value(i, second))) {
                        throw new IOException("differs: " + labels.get(i) + " at second " + second);
                    }
                }
                if (second != seconds) {
                    throw new IOException("missing: " + labels.get(i) + " after second " + second);
                }
                compared += second;
            }
            if (!snapshot.damages().isEmpty()) {
                throw new IOException("damages: " + snapshot.damages());
            }
        }
        return compared;
    }
}
