package dev.holdfast.benchmarks.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.benchmarks.compare.Question.Answer;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A server on loopback that takes remote write and answers Prometheus's query API. Its own process is what is measured. */
final class ServerEngine implements Engine {
    private static final JsonFactory JSON = new JsonFactory();

    private final ServerKind kind;
    private final Path directory;
    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private List<Labels> series = List.of();
    private RemoteWriteBody body;
    private Process process;
    private double cpuOfEndedSeconds;

    ServerEngine(ServerKind kind, Path directory) throws IOException {
        this.kind = kind;
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        this.body = new RemoteWriteBody(List.of());
        this.process = start();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(kind.command(directory, "127.0.0.1:" + port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
        for (int i = 0; i < 1200; i++) {
            if (!started.isAlive()) {
                throw new IOException(kind + " ended: see " + directory.resolve("server.log"));
            }
            try {
                if (get(kind.readyPath()).statusCode() == 200) {
                    return started;
                }
            } catch (IOException e) {
                // not listening yet
            }
            sleep(50);
        }
        throw new IOException(kind + " does not get ready");
    }

    private static void sleep(long ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String title() {
        return kind.title();
    }

    @Override
    public String remark() {
        return "a server: HTTP and JSON are in its answers";
    }

    @Override
    public void begin(List<Labels> names) throws IOException {
        series = List.copyOf(names);
        body = new RemoteWriteBody(series);
    }

    @Override
    public void append(long[] timesMs, double[][] values, int ticks) throws IOException {
        body.clear();
        for (int i = 0; i < series.size(); i++) {
            body.add(i, timesMs, values, ticks);
        }
        post();
    }

    @Override
    public void appendSeries(int index, long[] timesMs, double[] values, int from, int to) throws IOException {
        body.clear().add(index, timesMs, values, from, to);
        post();
    }

    private void post() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/write"))
                .header("Content-Encoding", "snappy")
                .header("Content-Type", "application/x-protobuf")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.body()))
                .build();
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() / 100 != 2) {
            throw new IOException("remote write: " + response.statusCode() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<byte[]> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void settle() throws IOException {
        for (String path : kind.settlePaths()) {
            get(path);
        }
        // Merging goes on behind: it is over when the files have not changed for a while.
        long before = -1;
        int quietSeconds = 0;
        for (int i = 0; i < 240 && quietSeconds < kind.quietSeconds(); i++) {
            sleep(1000);
            long now = kind.sizeBytes(directory);
            quietSeconds = now == before ? quietSeconds + 1 : 0;
            before = now;
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        if (kind.snapshotPath().isEmpty()) {
            return kind.sizeBytes(directory);
        }
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri(kind.snapshotPath()))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        int at = text.indexOf("\"name\":\"") + 8;
        return DirectorySize.sizeBytes(
                directory.resolve("data/snapshots").resolve(text.substring(at, text.indexOf('"', at))), any -> true);
    }

    @Override
    public double cpuSeconds() throws IOException {
        return cpuOfEndedSeconds + ProcessCpu.ofSeconds(process.pid());
    }

    @Override
    public Supplier<Answer> ask(Question question, long fromMs, long toMs) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (String path : kind.paths(question, fromMs, toMs)) {
            HttpResponse<byte[]> response = get(path);
            if (response.statusCode() != 200) {
                throw new IOException(path + ": " + response.statusCode() + " "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            bodies.add(response.body());
        }
        return () -> {
            Answer answer = new Answer(0, 0);
            for (byte[] bytes : bodies) {
                answer = answer.plus(parse(bytes));
            }
            return answer;
        };
    }

    @Override
    public Supplier<Answer> query(PromQlQuestion question, long startMs, long endMs) throws IOException {
        String path = question.stepMs() == 0
                ? ServerKind.instant(question.text(), ServerKind.seconds(endMs))
                : ServerKind.range(question.text(), startMs, endMs, question.stepMs());
        HttpResponse<byte[]> response = get(path);
        if (response.statusCode() != 200) {
            throw new IOException(
                    path + ": " + response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return () -> parse(response.body());
    }

    private static Answer parse(byte[] bytes) {
        long count = 0;
        double sum = 0;
        try (JsonParser parser = JSON.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                // A point is [seconds, "value"]; the first one of a list follows the bracket of the list.
                if (token == JsonToken.START_ARRAY) {
                    while (token == JsonToken.START_ARRAY) {
                        token = parser.nextToken();
                    }
                    if (token != null && token.isNumeric() && parser.nextToken() == JsonToken.VALUE_STRING) {
                        count++;
                        sum += Double.parseDouble(parser.getText());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(count, sum);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void stop() throws IOException {
        cpuOfEndedSeconds += ProcessCpu.ofSeconds(process.pid());
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void restart(IoAction meanwhile) throws IOException {
        stop();
        meanwhile.run();
        process = start();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
