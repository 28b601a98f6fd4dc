package dev.holdfast.query.differential;

import dev.holdfast.query.PromDouble;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real Prometheus on loopback, over a directory of its own; ends with {@link #close()}. */
public final class PrometheusServer implements AutoCloseable {
    private static final long WRITE_MS = 1_800_000;

    private final Process process;
    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private PrometheusServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Whether the program is installed. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/prometheus"));
    }

    /** Starts a server without data. */
    public static PrometheusServer start(Path directory) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path config = Files.writeString(directory.resolve("prometheus.yml"), "global: {evaluation_interval: 1m}\n");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--storage.tsdb.retention.time=100y",
                        "--web.enable-remote-write-receiver",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, URI.create("http://127.0.0.1:" + port));
        server.awaitReady();
        return server;
    }

    /** Writes series by remote write, tick by tick as they were sampled: that way stale markers arrive too. */
    public void write(Map<Labels, TreeMap<Long, Double>> series) throws IOException, InterruptedException {
        long first = series.values().stream().mapToLong(TreeMap::firstKey).min().orElse(0);
        long last = series.values().stream().mapToLong(TreeMap::lastKey).max().orElse(0);
        for (long from = first; from <= last; from += WRITE_MS) {
            RemoteWriteRequest request = new RemoteWriteRequest();
            long end = from + WRITE_MS;
            long begin = from;
            series.forEach((labels, samples) -> request.add(labels, samples.subMap(begin, end)));
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(address.resolve("/api/v1/write"))
                            .header("Content-Encoding", "snappy")
                            .header("Content-Type", "application/x-protobuf")
                            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request.compressed()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("remote write: " + response.statusCode() + ' ' + response.body());
            }
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 300; attempt++) {
            try {
                HttpRequest ready =
                        HttpRequest.newBuilder(address.resolve("/-/ready")).build();
                if (client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    break;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        close();
        throw new IOException("prometheus did not become ready");
    }

    /** An answer: series, or an error. */
    public record Answer(
            Map<Labels, Map<Long, Double>> series, @Nullable String error) {}

    /** Asks {@code query_range}. */
    public Answer range(String query, long startMs, long endMs, long stepMs) throws IOException, InterruptedException {
        return ask(
                "/api/v1/query_range",
                Map.of("query", query, "start", seconds(startMs), "end", seconds(endMs), "step", seconds(stepMs)));
    }

    /** Asks {@code query}. */
    public Answer instant(String query, long timeMs) throws IOException, InterruptedException {
        return ask("/api/v1/query", Map.of("query", query, "time", seconds(timeMs)));
    }

    private static String seconds(long ms) {
        return PromDouble.formatFixed(ms / 1000.0);
    }

    private Answer ask(String path, Map<String, String> parameters) throws IOException, InterruptedException {
        String form = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return answer((Map<?, ?>) Objects.requireNonNull(Json.parse(body)));
    }

    private static Answer answer(Map<?, ?> body) {
        if (!"success".equals(body.get("status"))) {
            return new Answer(Map.of(), String.valueOf(body.get("error")));
        }
        Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(body.get("data"));
        List<?> result = (List<?>) Objects.requireNonNull(data.get("result"));
        Map<Labels, Map<Long, Double>> series = new TreeMap<>();
        if ("scalar".equals(data.get("resultType"))) {
            series.put(Labels.EMPTY, samples(List.of(result)));
            return new Answer(series, null);
        }
        for (Object one : result) {
            Map<?, ?> entry = (Map<?, ?>) one;
            Labels.Builder labels = new Labels.Builder();
            ((Map<?, ?>) Objects.requireNonNull(entry.get("metric")))
                    .forEach((name, value) -> labels.set((String) name, (String) value));
            Object values = entry.get("values");
            series.put(
                    labels.build(),
                    samples(values != null ? (List<?>) values : List.of(Objects.requireNonNull(entry.get("value")))));
        }
        return new Answer(series, null);
    }

    private static Map<Long, Double> samples(List<?> pairs) {
        Map<Long, Double> samples = new TreeMap<>();
        for (Object pair : pairs) {
            List<?> two = (List<?>) pair;
            samples.put(Math.round((Double) two.get(0) * 1000), PromDouble.parse((String) two.get(1)));
        }
        return samples;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
