package dev.holdfast.benchmarks;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Appends ticks of a host as fast as the store takes them, log on, flushes and compactions included, and prints samples
 * for each second and for each CPU second.
 *
 * <p>The data is made up in the proportions of a real host: two thirds constant, counters, decimal counters, noisy gauges.
 */
public final class Ingest {
    private static final int SERIES = 500;
    private static final long START_MS = 1_795_327_200_000L;

    private Ingest() {}

    /**
     * Arguments: seconds of data at one tick a second (default 40000), ticks a call (default 1), directory (default a
     * temporary one).
     */
    public static void main(String[] args) throws IOException {
        int ticks = args.length > 0 ? Integer.parseInt(args[0]) : 40_000;
        int together = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("holdfast-ingest");
        long[] now = {START_MS};
        StoreOptions options = StoreOptions.defaults().withClock(() -> now[0]);
        long wall = System.nanoTime();
        long cpu = processCpuNanos();
        long stored;
        try (Store store = Store.open(directory, options)) {
            double[] values = new double[SERIES];
            int[] refs = new int[SERIES];
            for (int i = 0; i < SERIES; i++) {
                refs[i] = store.series(
                        Labels.of("__name__", "bench_metric_" + i % 50, "instance", "h1", "job", "node", "i", "" + i));
            }
            List<SampleBatch> batches = new ArrayList<>();
            for (int i = 0; i < together; i++) {
                batches.add(new SampleBatch(SERIES));
            }
            Random random = new Random(1);
            for (int t = 0; t < ticks; t++) {
                now[0] = START_MS + t * 1000L;
                SampleBatch batch = batches.get(t % together).reset(now[0]);
                for (int i = 0; i < SERIES; i++) {
                    batch.add(refs[i], next(values, i, random));
                }
                if (together == 1) {
                    logged(store, store.append(batch));
                } else if ((t + 1) % together == 0) {
                    logged(store, store.append(batches));
                }
                if (t % 60 == 59) {
                    store.maintain();
                }
            }
            store.sync();
            stored = store.stats().sampleCount();
        }
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        double cpuSeconds = (processCpuNanos() - cpu) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "ingest: %d samples, %.2f s, %.2f CPU s: %.2f M samples/s, %.2f M samples/CPU s (Java %s)%n",
                stored,
                wallSeconds,
                cpuSeconds,
                stored / wallSeconds / 1e6,
                stored / cpuSeconds / 1e6,
                Runtime.version());
        if (args.length < 3) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static void logged(Store store, Store.Appended result) throws IOException {
        if (result != Store.Appended.LOGGED) {
            throw new IOException("not logged: " + result + " " + store.stats().degraded());
        }
    }

    private static double next(double[] values, int i, Random random) {
        switch (i % 9) {
            case 0 -> values[i] += random.nextInt(1000); // counter
            case 1 -> values[i] = Math.round(values[i] * 100 + random.nextInt(100)) / 100.0; // CPU seconds
            case 2 -> values[i] = 4096.0 * (100_000 + random.nextInt(5000)); // memory
            default -> values[i] = i; // constant
        }
        return values[i];
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
