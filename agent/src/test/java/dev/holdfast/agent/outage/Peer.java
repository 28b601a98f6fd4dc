package dev.holdfast.agent.outage;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real receiver as a child process on a free port of loopback; it can be killed and started again on its data. */
final class Peer implements AutoCloseable {
    private final List<String> command;
    private final Path log;
    private final String readyUrl;
    private Process process;

    private Peer(List<String> command, Path log, String readyUrl) {
        this.command = command;
        this.log = log;
        this.readyUrl = readyUrl;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Debian's Prometheus with its remote-write receiver; out-of-order samples are refused, as by default. */
    static Peer prometheus(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        return prometheus(
                directory,
                port,
                Files.writeString(directory.resolve("prometheus.yml"), "global:\n  scrape_interval: 1h\n"));
    }

    private static Peer prometheus(Path directory, int port, Path config) {
        return new Peer(
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--web.enable-remote-write-receiver",
                        "--web.listen-address=127.0.0.1:" + port,
                        "--storage.tsdb.path=" + directory.resolve("prometheus")),
                directory.resolve("prometheus.log"),
                "http://127.0.0.1:" + port + "/-/ready");
    }

    /** The same with a window in which samples may come out of order. */
    static Peer prometheusWithWindow(Path directory, int port, int windowMinutes) throws IOException {
        Files.createDirectories(directory);
        Path config = Files.writeString(
                directory.resolve("prometheus.yml"),
                "global: {scrape_interval: 1h}\nstorage: {tsdb: {out_of_order_time_window: " + windowMinutes + "m}}\n");
        return prometheus(directory, port, config);
    }

    /** Debian's VictoriaMetrics. */
    static Peer victoriaMetrics(Path directory, int port) {
        return new Peer(
                List.of(
                        "victoria-metrics",
                        "-httpListenAddr=127.0.0.1:" + port,
                        "-storageDataPath=" + directory.resolve("victoria"),
                        "-retentionPeriod=12",
                        "-search.latencyOffset=0s"),
                directory.resolve("victoria.log"),
                "http://127.0.0.1:" + port + "/health");
    }

    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(command.get(0) + " did not start:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    private boolean isReady() {
        try {
            get(readyUrl);
            return true;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** Ends it without a chance to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it as a service manager does. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError(command.get(0) + " did not end within 30 s of SIGTERM");
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    static String get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(60_000);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
