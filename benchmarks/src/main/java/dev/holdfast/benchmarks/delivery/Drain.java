package dev.holdfast.benchmarks.delivery;

import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.forwarder.UpstreamStatus;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Sends a backlog to an upstream, as the daemon would, and prints samples a second, a CPU second, bytes a sample, and the peak
 * of the heap and of resident memory.
 */
public final class Drain {
    private static final long END_BEFORE_MS = 120_000;

    private Drain() {}

    /** Arguments: {@code fill DIRECTORY HOURS}, or {@code send DIRECTORY URL [SAMPLES_A_REQUEST [LINGER_MS]]}. The property
     * {@code holdfast.order} is the upstream's, {@code FREE} unless it is given. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        if (args[0].equals("fill")) {
            Backlog.fill(directory, Double.parseDouble(args[2]), System.currentTimeMillis() - END_BEFORE_MS);
            return;
        }
        int perRequest = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        LiveHeap live = LiveHeap.watch();
        send(directory, URI.create(args[2]), perRequest, 0, live);
        System.out.printf(
                Locale.ROOT,
                "drain: heap in use after collections at most %.1f MiB, peak RSS %.1f MiB%n",
                live.peakBytes() / 1048576.0,
                peakRssKib() / 1024.0);
        Thread.sleep(args.length > 4 ? Long.parseLong(args[4]) : 0);
    }

    /** Sends all, as seen from so many milliseconds ahead of the clock. */
    static void send(Path directory, URI url, int perRequest, long aheadMs, LiveHeap live)
            throws IOException, InterruptedException {
        var builder = UpstreamOptions.builder("drain-" + System.nanoTime(), url)
                .order(Order.valueOf(System.getProperty("holdfast.order", "FREE")));
        builder.maxAgeMs(365L * 86_400_000);
        if (perRequest > 0) {
            builder.maxSamplesPerSend(perRequest);
        }
        StoreOptions storeOptions = StoreOptions.defaults()
                .withClock(() -> System.currentTimeMillis() + aheadMs)
                .withRetentionMs(365L * 86_400_000)
                .withMaxBytes(64L << 30);
        try (Store store = Store.open(directory, storeOptions)) {
            while (store.maintain()) {
                // What the filling left to be merged has its own memory, and is not what is measured.
            }
            live.reset();
            UpstreamOptions options = builder.build();
            long samples;
            double cpu = cpuSeconds();
            long wall = System.nanoTime();
            UpstreamStatus status;
            try (Forwarder forwarder = new Forwarder(
                    options,
                    store,
                    store.ledger(options.name()),
                    SeriesFacts.NONE,
                    () -> System.currentTimeMillis() + aheadMs,
                    () -> System.nanoTime() / 1_000_000,
                    () -> 0.5)) {
                boolean done = false;
                while (!done) {
                    long waitMs = forwarder.doWork();
                    if (waitMs > 0) {
                        done = forwarder.totals().up()
                                && forwarder.status().pending().isEmpty();
                        Thread.sleep(done ? 0 : waitMs);
                    }
                }
                wall = System.nanoTime() - wall;
                cpu = cpuSeconds() - cpu;
                samples = forwarder.totals().samplesSent();
                status = forwarder.status();
                System.out.printf(
                        Locale.ROOT,
                        "drain: %d samples in %d requests, %.2f s, %.2f CPU s: %.2f M samples/s, %.2f M samples/CPU s,"
                                + " %.2f bytes a sample, %d pending%n",
                        samples,
                        forwarder.totals().requests(),
                        wall / 1e9,
                        cpu,
                        samples / (wall / 1e9) / 1e6,
                        samples / cpu / 1e6,
                        (double) forwarder.totals().bytesSent() / samples,
                        status.pendingSamples().samples());
            }
        }
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static long peakRssKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
