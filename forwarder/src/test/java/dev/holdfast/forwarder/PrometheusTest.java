package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus, where the package is installed, as a strict upstream. */
@EnabledIf("isInstalled")
class PrometheusTest {
    private static final Path BINARY = Path.of("/usr/bin/prometheus");
    private static final int SERIES = 300;

    @TempDir
    Path directory = Path.of("");

    private @Nullable Process process;
    private int port;

    static boolean isInstalled() {
        return Files.isExecutable(BINARY);
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {scrape_interval: 1h}\n");
        process = new ProcessBuilder(
                        BINARY.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-remote-write-receiver")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        for (int i = 0; i < 300 && !isReady(); i++) {
            Thread.sleep(100);
        }
        assertTrue(isReady());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void itTakesAnOutageOfHalfAnHourInOrder() throws IOException {
        MemoryStore store = filled(30 * 60);
        try (Forwarder forwarder = new Forwarder(options(), store, store.ledger("prometheus"), SeriesFacts.NONE)) {
            drain(forwarder);
            assertEquals(SERIES * 30 * 60, forwarder.totals().samplesSent());
            assertEquals(0, forwarder.totals().samplesRefused());
        }
        assertEquals(SERIES * 30 * 60, count());
    }

    @Test
    void whatItHasFromBeforeACrashIsNotTakenForRefused() throws IOException {
        MemoryStore store = filled(60);
        try (Forwarder forwarder = new Forwarder(options(), store, store.ledger("prometheus"), SeriesFacts.NONE)) {
            drain(forwarder);
        }
        // The ledger as it was before the last requests: they were sent, and never settled.
        MemoryStore again = new MemoryStore();
        store.contents().forEach((labels, samples) -> samples.forEach((at, bits) -> again.append(labels, at, bits)));
        long fromMs;
        try (Snapshot snapshot = store.snapshot()) {
            fromMs = snapshot.timeRange().toExclusiveMs() - 5_000;
        }
        try (Ledger.Claim before = again.ledger("prometheus").claim(new TimeRange(0, fromMs))) {
            before.settle(before.range(), LedgerState.DELIVERED, 0, null);
        }
        filled(again, System.currentTimeMillis() / 1_000 * 1_000 - 1_000, 1);
        try (Forwarder forwarder = new Forwarder(options(), again, again.ledger("prometheus"), SeriesFacts.NONE)) {
            drain(forwarder);
            assertEquals(
                    0, forwarder.totals().samplesRefused(), forwarder.totals().toString());
            assertTrue(
                    forwarder.totals().samplesAlreadyThere() > 0,
                    forwarder.totals().toString());
            assertEquals(1, again.ledger("prometheus").intervals().entries().size());
        }
        assertEquals(
                again.contents().values().stream()
                        .mapToLong(samples -> samples.size())
                        .sum(),
                count());
    }

    private UpstreamOptions options() {
        return UpstreamOptions.builder("prometheus", URI.create("http://127.0.0.1:" + port + "/api/v1/write"))
                .batchDeadlineMs(0)
                .build();
    }

    private static void drain(Forwarder forwarder) {
        while (!forwarder.status().pending().isEmpty()) {
            for (int i = 0; i < 50; i++) {
                if (forwarder.doWork() > 0) {
                    sleep(20);
                }
            }
        }
    }

    private static MemoryStore filled(int seconds) {
        MemoryStore store = new MemoryStore();
        filled(store, System.currentTimeMillis() / 1_000 * 1_000 - seconds * 1_000L - 5_000, seconds);
        return store;
    }

    private static void filled(MemoryStore store, long fromMs, int seconds) {
        List<Labels> series = new ArrayList<>();
        for (int n = 0; n < SERIES; n++) {
            series.add(Rig.series(n));
        }
        long[] bits = new long[SERIES];
        for (int second = 0; second < seconds; second++) {
            for (int n = 0; n < SERIES; n++) {
                bits[n] = Double.doubleToRawLongBits(n + second / 100.0);
            }
            store.append(fromMs + second * 1_000L, series, bits);
        }
    }

    /** Number of samples that it has. */
    private long count() throws IOException {
        String body = get("/api/v1/query?query=sum(count_over_time(test_metric%5B2h%5D))");
        String value = body.replaceAll(".*\"value\":\\[[^,]*,\"([0-9.e+]+)\".*", "$1");
        return Math.round(Double.parseDouble(value));
    }

    private boolean isReady() {
        try {
            return get("/-/ready").contains("Ready");
        } catch (IOException e) {
            return false;
        }
    }

    private String get(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
