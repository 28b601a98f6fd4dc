package dev.holdfast.agent.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreView;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server over a small store of known samples, on a free port of loopback. */
final class TestApi implements AutoCloseable {
    /** When the questions are asked; the newest sample is as old as a second. */
    static final long NOW_MS = 1_700_000_100_000L;

    final Store store;
    final ApiServer server;
    volatile List<String> notReady = List.of();
    private final HttpClient client = HttpClient.newHttpClient();

    TestApi(Path directory) throws IOException {
        this(directory, anybody(), limits());
    }

    TestApi(Path directory, ApiOptions options, QueryLimits limits) throws IOException {
        this(directory, options, limits, StoreSource::of);
    }

    /** With a source of its own over the store, and 0.3 s of patience with clients that do not read. */
    TestApi(Path directory, ApiOptions options, QueryLimits limits, Function<StoreView, StoreSource> source)
            throws IOException {
        store = Store.open(directory, StoreOptions.defaults());
        fill(store);
        server = ApiServer.listen(options, source.apply(store), new Host(), limits, 300);
    }

    /** On loopback, for everybody there. */
    static ApiOptions anybody() {
        return new ApiOptions("127.0.0.1", 0, List.of(), null, null);
    }

    static QueryLimits limits() {
        return new QueryLimits(1_000_000, 10_000, 2, 300_000);
    }

    private static void fill(Store store) throws IOException {
        SampleBatch batch = new SampleBatch(16);
        for (int i = 0; i < 100; i++) {
            batch.reset(NOW_MS - (100 - i) * 1_000L);
            add(store, batch, 1, "up");
            add(store, batch, i / 4.0, "node_load1");
            for (int cpu = 0; cpu < 2; cpu++) {
                add(store, batch, i * (cpu + 1), "node_cpu_seconds_total", "cpu", "" + cpu, "mode", "idle");
                add(store, batch, i, "node_cpu_seconds_total", "cpu", "" + cpu, "mode", "user");
            }
            add(store, batch, i % 2 == 0 ? Double.NaN : 1e-7, "odd\"metric", "http.status", "2\n00");
            store.append(batch);
        }
    }

    private static void add(Store store, SampleBatch batch, double value, String metric, String... labels) {
        Labels.Builder all = Labels.of(labels).toBuilder();
        all.set("job", "node").set("instance", "h:9100").set(Labels.METRIC_NAME, metric);
        batch.add(store.series(all.build()), value);
    }

    /** An answer, whole. */
    HttpResponse<String> get(String pathAndQuery, String... headers) throws IOException, InterruptedException {
        return send("GET", pathAndQuery, null, headers);
    }

    HttpResponse<String> send(String method, String pathAndQuery, @Nullable String form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(pathAndQuery))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        form == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    URI uri(String pathAndQuery) {
        return URI.create(server.url()).resolve(pathAndQuery);
    }

    /** The text for a value in a URL. */
    static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        store.close();
    }

    private final class Host implements ApiHost {
        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public long nowMs() {
            return NOW_MS;
        }

        @Override
        public long startedMs() {
            return NOW_MS - 100_000;
        }

        @Override
        public List<String> notReady() {
            return notReady;
        }

        @Override
        public boolean isSampling() {
            return true;
        }

        @Override
        public Map<String, String> ownLabels() {
            return new TreeMap<>(Map.of("job", "node", "instance", "h:9100"));
        }

        @Override
        public void writeStatus(JsonGenerator json, StoreView view) throws IOException {
            json.writeStartObject();
            json.writeNumberField("series", view.stats().seriesCount());
            json.writeEndObject();
        }

        @Override
        public String configYaml() {
            return "interval: 1s\n";
        }

        @Override
        public Map<String, String> flags() {
            return Map.of("interval", "1s");
        }

        @Override
        public String retention() {
            return "30d";
        }
    }
}
