package dev.holdfast.forwarder.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A remote write receiver on the loopback that keeps every request and answers as it is told. */
public final class Receiver implements AutoCloseable {
    /**
     * One request as it came.
     *
     * @param headers as sent
     * @param body as sent
     * @param series decoded
     */
    public record Request(String method, String path, Headers headers, byte[] body, List<DecodedSeries> series) {
        /** Whether its headers say that it is one of 2.0. */
        public boolean isV2() {
            String type = headers.getFirst("Content-Type");
            return type != null && type.contains("proto=io.prometheus.write.v2.Request");
        }

        /** Number of samples. */
        public int sampleCount() {
            return series.stream().mapToInt(one -> one.timestampsMs().size()).sum();
        }
    }

    /**
     * What to answer.
     *
     * @param status 0 to break off the connection instead
     * @param delayMs before anything is answered
     */
    public record Answer(int status, String body, Map<String, String> headers, long delayMs) {
        /** A status and nothing else. */
        public static Answer of(int status) {
            return new Answer(status, "", Map.of(), 0);
        }

        /** A status and a text. */
        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of(), 0);
        }

        /** The connection breaks off. */
        public static Answer broken() {
            return of(0);
        }

        /** The same, later. */
        public Answer after(long ms) {
            return new Answer(status, body, headers, ms);
        }

        /** The same with a header. */
        public Answer with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Answer(status, body, Map.copyOf(more), delayMs);
        }

        /** The same with the count of a 2.0 receiver. */
        public Answer written(long samples) {
            return with("X-Prometheus-Remote-Write-Samples-Written", Long.toString(samples));
        }
    }

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else every answer with a text takes 40 ms
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Request, Answer> script = request -> Answer.of(204);

    /** A receiver that answers 204. */
    public Receiver() throws IOException {
        this((HttpsConfigurator) null);
    }

    /** A receiver that speaks TLS. */
    public Receiver(SSLContext tls) throws IOException {
        this(new HttpsConfigurator(tls));
    }

    /** A receiver that speaks TLS when it is told how. */
    public Receiver(@Nullable HttpsConfigurator tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(tls);
            server = https;
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers every request from now on. */
    public void answer(Function<Request, Answer> value) {
        script = value;
    }

    /** Where it listens. */
    public URI url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/write");
    }

    /** Every request so far, in the order they came. Fails when one could not be read. */
    public List<Request> requests() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a request could not be read", failures.get(0));
        }
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                byte[] body = exchange.getRequestBody().readAllBytes();
                Request request = read(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders(),
                        body);
                requests.add(request);
                answer = script.apply(request);
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add(e);
                answer = Answer.broken();
            }
            send(exchange, answer);
        }
    }

    private static Request read(String method, String path, Headers headers, byte[] body) throws IOException {
        Request request = new Request(method, path, headers, body, List.of());
        List<DecodedSeries> series = request.isV2() ? DecodedV2.ofBody(body).asV1() : DecodedSeries.ofBody(body);
        return new Request(method, path, headers, body, series);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try {
            Thread.sleep(answer.delayMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answer.status == 0) {
            return; // closing the exchange without an answer closes the connection
        }
        answer.headers.forEach(exchange.getResponseHeaders()::set);
        byte[] text = answer.body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            exchange.getResponseBody().write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
