package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.Labels;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real receivers that know 1.0 only, where their packages are installed, with an upstream that may speak either: they answer
 * 204 to 2.0 and store nothing, and yet everything arrives.
 */
class RealReceiversTest {
    private static final int SERIES = 50;
    private static final int SECONDS = 120;

    @TempDir
    Path directory = Path.of("");

    private @Nullable Process process;

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void prometheusIsSpokenToIn1AfterItsLie() throws IOException, InterruptedException {
        int port = prometheus();
        allArrives(port, Order.STRICT);
    }

    @Test
    void soIsVictoriaMetrics() throws IOException, InterruptedException {
        int port = victoriaMetrics();
        allArrives(port, Order.FREE);
    }

    @Test
    void withVersion2FixedNothingCountsAsDelivered() throws IOException, InterruptedException {
        int port = prometheus();
        MemoryStore store = filled(false);
        try (Forwarder forwarder = forwarder(store, port, Order.STRICT, Wire.Version.V2)) {
            step(forwarder, 20);
            assertEquals(0, forwarder.totals().samplesSent());
            assertEquals(List.of(), store.ledger("real").intervals().entries());
            String note = String.valueOf(store.ledger("real").note());
            assertTrue(note.contains("set protocol to 1.0 or auto"), note);
        }
        assertEquals(0, count(port), "Prometheus took 2.0: what this test is about is no longer so");
    }

    /** A name that 1.0 does not have costs nothing but itself. */
    @Test
    void aSeriesWithoutWordsDoesNotHurtTheOthers() throws IOException, InterruptedException {
        int port = prometheus();
        MemoryStore store = filled(true);
        try (Forwarder forwarder = forwarder(store, port, Order.STRICT, Wire.Version.V1)) {
            drain(forwarder);
            assertEquals(SERIES * SECONDS, forwarder.totals().samplesSent());
            assertEquals(2 * SECONDS, forwarder.totals().samplesRefused());
        }
        assertEquals(SERIES * SECONDS, count(port));
    }

    private void allArrives(int port, Order order) throws IOException {
        MemoryStore store = filled(false);
        try (Forwarder forwarder = forwarder(store, port, order, Wire.Version.AUTO)) {
            drain(forwarder);
            assertEquals(SERIES * SECONDS, forwarder.totals().samplesSent());
            assertEquals(0, forwarder.totals().samplesRefused());
            assertEquals(0, forwarder.totals().samplesUnwritten());
        }
        assertEquals(SERIES * SECONDS, count(port));
    }

    private static Forwarder forwarder(MemoryStore store, int port, Order order, Wire.Version version) {
        UpstreamOptions options = UpstreamOptions.builder(
                        "real", URI.create("http://127.0.0.1:" + port + "/api/v1/write"))
                .wire(new Wire.RemoteWrite(version))
                .order(order)
                .batchDeadlineMs(0)
                .build();
        return new Forwarder(options, store, store.ledger("real"), SeriesFacts.NONE);
    }

    private static void drain(Forwarder forwarder) {
        while (!forwarder.status().pending().isEmpty()) {
            step(forwarder, 50);
        }
    }

    private static void step(Forwarder forwarder, int times) {
        for (int i = 0; i < times; i++) {
            if (forwarder.doWork() > 0) {
                sleep(20);
            }
        }
    }

    private static MemoryStore filled(boolean withStrangeNames) {
        MemoryStore store = new MemoryStore();
        List<Labels> series = new ArrayList<>();
        for (int n = 0; n < SERIES; n++) {
            series.add(Labels.of("__name__", "real_metric", "job", "node", "n", Integer.toString(n)));
        }
        if (withStrangeNames) {
            series.add(Labels.of("__name__", "größe", "job", "node"));
            series.add(Labels.of("__name__", "real_metric", "service.name", "x"));
        }
        long fromMs = System.currentTimeMillis() / 1_000 * 1_000 - SECONDS * 1_000L - 5_000;
        long[] bits = new long[series.size()];
        for (int second = 0; second < SECONDS; second++) {
            for (int n = 0; n < bits.length; n++) {
                bits[n] = Double.doubleToRawLongBits(n + second / 100.0);
            }
            store.append(fromMs + second * 1_000L, series, bits);
        }
        return store;
    }

    private int prometheus() throws IOException, InterruptedException {
        int port = freePort();
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {scrape_interval: 1h}\n");
        start(
                "http://127.0.0.1:" + port + "/-/ready",
                "/usr/bin/prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver");
        return port;
    }

    private int victoriaMetrics() throws IOException, InterruptedException {
        int port = freePort();
        start(
                "http://127.0.0.1:" + port + "/health",
                "/usr/bin/victoria-metrics",
                "-httpListenAddr=127.0.0.1:" + port,
                "-storageDataPath=" + directory.resolve("data"),
                "-search.latencyOffset=0s");
        return port;
    }

    private void start(String readyUrl, String... command) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(command[0])), command[0] + " is not installed");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        for (int i = 0; i < 300 && !answers(readyUrl); i++) {
            Thread.sleep(100);
        }
        assertTrue(answers(readyUrl));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Number of samples that it has; asked for a while, since some show them late. */
    private static long count(int port) throws IOException {
        long count = 0;
        for (int i = 0; i < 300 && count < SERIES * SECONDS; i++) {
            String body = get("http://127.0.0.1:" + port
                    + "/api/v1/query?nocache=1&query=sum(count_over_time(real_metric%5B2h%5D))");
            String value = body.replaceAll("(?s).*\"value\":\\[[^,]*,\"([0-9.e+]+)\".*", "$1");
            count = value.equals(body) ? 0 : Math.round(Double.parseDouble(value));
            sleep(i < 10 ? 50 : 100);
        }
        return count;
    }

    private static boolean answers(String url) {
        try {
            return !get(url).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static String get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
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
