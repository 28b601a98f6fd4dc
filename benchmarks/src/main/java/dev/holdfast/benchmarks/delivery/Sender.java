package dev.holdfast.benchmarks.delivery;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What sends: started while nothing listens at its upstream's port, and given the samples of a backlog. */
enum Sender {
    HOLDFAST("Holdfast", "java") {
        @Override
        Process start(Path backlog, long aheadMs, Path directory, int upstream) throws IOException {
            Path copy = Files.createDirectories(directory.resolve("data"));
            try (Stream<Path> files = Files.list(backlog)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            List<String> command = new ArrayList<>(DAEMON_JAVA);
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    Drain.class.getName(),
                    "send",
                    copy.toString(),
                    "http://127.0.0.1:" + upstream + "/api/v1/write",
                    "0",
                    "60000")); // stays, to be asked what it took
            return new ProcessBuilder(command)
                    .redirectOutput(directory.resolve("log").toFile())
                    .redirectError(directory.resolve("err").toFile())
                    .start();
        }
    },
    VMAGENT("vmagent", "vmagent") {
        @Override
        Process start(Path backlog, long aheadMs, Path directory, int upstream) throws IOException {
            int own = freePort();
            return loaded(
                    backlog,
                    aheadMs,
                    own,
                    directory,
                    "vmagent",
                    "-remoteWrite.url=http://127.0.0.1:" + upstream + "/api/v1/write",
                    "-remoteWrite.tmpDataPath=" + directory,
                    "-httpListenAddr=127.0.0.1:" + own);
        }
    },
    PROMETHEUS("Prometheus", "prometheus") {
        @Override
        Process start(Path backlog, long aheadMs, Path directory, int upstream) throws IOException {
            int own = freePort();
            Path config = directory.resolve("prometheus.yml");
            Files.writeString(config, "remote_write: [{url: \"http://127.0.0.1:" + upstream + "/api/v1/write\"}]\n");
            return loaded(
                    backlog,
                    aheadMs,
                    own,
                    directory,
                    "prometheus",
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + directory.resolve("data"),
                    "--web.enable-remote-write-receiver",
                    "--web.listen-address=127.0.0.1:" + own);
        }
    };

    /** The daemon's Java, less what only its own image has. */
    static final List<String> DAEMON_JAVA = List.of(
            "java",
            "-XX:+UseSerialGC",
            "-Xms4m",
            "-Xmx32m",
            "-Xss256k",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:-UsePerfData");

    final String title;
    final String program;

    Sender(String title, String program) {
        this.title = title;
        this.program = program;
    }

    /** Whether it sends nothing that is older than its start. */
    boolean onlyNew() {
        return this == PROMETHEUS;
    }

    /** Starts it; comes back when it has all samples. */
    abstract Process start(Path backlog, long aheadMs, Path directory, int upstream) throws IOException;

    private static Process loaded(Path backlog, long aheadMs, int port, Path directory, String... command)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try {
            Drain.send(backlog, URI.create("http://127.0.0.1:" + port + "/api/v1/write"), 10_000, aheadMs);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return process;
    }

    static int freePort() throws IOException {
        try (java.net.ServerSocket socket =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
