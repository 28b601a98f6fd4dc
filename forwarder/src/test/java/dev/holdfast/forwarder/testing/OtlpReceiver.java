package dev.holdfast.forwarder.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An OTLP receiver on the loopback that keeps every request and answers as it is told. */
public final class OtlpReceiver implements AutoCloseable {
    /**
     * One request as it came.
     *
     * @param body as sent
     * @param points decoded
     */
    public record Request(String method, String path, Headers headers, byte[] body, List<OtlpPoint> points) {}

    /**
     * What to answer.
     *
     * @param status 0 to break off the connection instead
     */
    public record Answer(int status, byte[] body, List<String> headers) {
        /** A status and nothing else. */
        public static Answer of(int status) {
            return new Answer(status, new byte[0], List.of());
        }

        /** A status and a text. */
        public static Answer of(int status, String type, String text) {
            return of(status, type, text.getBytes(StandardCharsets.UTF_8));
        }

        /** A status and a message. */
        public static Answer of(int status, String type, byte[] body) {
            return new Answer(status, body, List.of("Content-Type", type));
        }

        /** The same with a header in place of others. */
        public Answer with(String name, String value) {
            return new Answer(status, body, List.of(name, value));
        }
    }

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else every answer with a text takes 40 ms
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Request, Answer> script = request -> Answer.of(200);

    /** A receiver that answers 200 and nothing. */
    public OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics");
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
                Request request = new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders(),
                        body,
                        OtlpDecoder.ofBody(body));
                requests.add(request);
                answer = script.apply(request);
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add(e);
                answer = Answer.of(0);
            }
            if (answer.status == 0) {
                return; // closing the exchange without an answer closes the connection
            }
            for (int i = 0; i < answer.headers.size(); i += 2) {
                exchange.getResponseHeaders().set(answer.headers.get(i), answer.headers.get(i + 1));
            }
            exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
            if (answer.body.length > 0) {
                exchange.getResponseBody().write(answer.body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
