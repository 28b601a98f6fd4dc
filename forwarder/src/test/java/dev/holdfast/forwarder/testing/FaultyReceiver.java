package dev.holdfast.forwarder.testing;

import dev.holdfast.forwarder.testing.ReceiverBook.Outcome;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A receiver that speaks HTTP badly on purpose, on raw sockets: each request gets the next fault of a schedule. It keeps a
 * book of what it has stored. Requests are treated one after the other, also when the sender has given up on one of them.
 */
public final class FaultyReceiver implements AutoCloseable {
    /** What the receiver is. */
    public enum Kind {
        /** Remote write 1.0 and 2.0. */
        BOTH,
        /** Only 1.0: says 204 to 2.0 and stores nothing. */
        OLD,
        /** Only 1.0: says 415 to 2.0. */
        OLD_AND_HONEST,
        /** OTLP that stores all of a request or nothing. */
        OTLP,
        /** OTLP that stores what it can and counts the rest. */
        OTLP_PARTIAL
    }

    private static final int SLOW_MS = 25;

    private record Request(Map<String, String> headers, byte[] body) {}

    private final ServerSocket server;
    private final Kind kind;
    private final ReceiverBook book;
    private final LongSupplier nowMs;
    private final Supplier<Fault> schedule;
    private final Map<Socket, String> open = new ConcurrentHashMap<>(); // with what was done there last
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean closed;

    /** A receiver that listens. */
    public FaultyReceiver(Kind kind, ReceiverBook book, LongSupplier nowMs, Supplier<Fault> schedule)
            throws IOException {
        this.kind = kind;
        this.book = book;
        this.nowMs = nowMs;
        this.schedule = schedule;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept, "accept");
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort()
                + (kind == Kind.OTLP || kind == Kind.OTLP_PARTIAL ? "/v1/metrics" : "/api/v1/write"));
    }

    /** Connections that neither side has closed. */
    public List<String> openConnections() {
        return List.copyOf(open.values());
    }

    /** Requests that came through. */
    public int requests() {
        return requests.get();
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, "faulty-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                open.put(socket, "nothing");
                start(() -> serve(socket), "connection");
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                in.mark(1);
                if (in.read() < 0) {
                    return;
                }
                in.reset();
                synchronized (this) {
                    Fault fault = schedule.get();
                    open.put(socket, fault.toString());
                    more = one(socket, in, fault);
                }
            }
        } catch (IOException e) {
            // The sender has closed, which is its good right.
        } catch (RuntimeException | AssertionError e) {
            book.violation("cannot be read: " + e);
        } finally {
            open.remove(socket);
        }
    }

    /** Treats one request; false when the connection is done with. */
    private boolean one(Socket socket, InputStream in, Fault fault) throws IOException {
        if (fault.where() == Fault.Where.AT_ONCE) {
            return reset(socket);
        }
        Map<String, String> headers = head(in);
        int length = Integer.parseInt(headers.getOrDefault("content-length", "-1"));
        if (fault.where() == Fault.Where.IN_BODY) {
            in.readNBytes((int) (length * fault.at()));
            return reset(socket);
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("a body that breaks off");
        }
        requests.incrementAndGet();
        List<DecodedSeries> series;
        try {
            series = decode(new Request(headers, body));
        } catch (IOException e) {
            book.violation("cannot be decoded: " + e);
            return reset(socket);
        }
        book.look(series, nowMs.getAsLong());
        boolean deaf = isV2(headers) && kind != Kind.BOTH;
        Outcome outcome = fault.stores() && !deaf
                ? book.write(series, !(isV2(headers) || kind == Kind.OTLP_PARTIAL))
                : new Outcome(0, count(series), 0);
        return switch (fault.where()) {
            case AFTER_BODY -> reset(socket);
            case SILENT -> untilTheSenderGoes(in);
            default -> answer(socket, in, fault, series, headers, outcome);
        };
    }

    private static int count(List<DecodedSeries> series) {
        return series.stream().mapToInt(one -> one.timestampsMs().size()).sum();
    }

    private static boolean isV2(Map<String, String> headers) {
        return headers.getOrDefault("content-type", "").contains("proto=io.prometheus.write.v2.Request");
    }

    private List<DecodedSeries> decode(Request request) throws IOException {
        if (kind == Kind.OTLP || kind == Kind.OTLP_PARTIAL) {
            return OtlpPoint.series(OtlpDecoder.ofBody(request.body));
        }
        return isV2(request.headers) ? DecodedV2.ofBody(request.body).asV1() : DecodedSeries.ofBody(request.body);
    }

    private static Map<String, String> head(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\n') {
                line.write(c);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).strip();
            line.reset();
            if (text.isEmpty()) {
                return headers;
            }
            int colon = text.indexOf(':');
            if (colon > 0) {
                headers.put(
                        text.substring(0, colon).toLowerCase(Locale.ROOT),
                        text.substring(colon + 1).strip());
            }
        }
    }

    /** What an honest receiver of this kind says, and the numbers that a dishonest one makes of it. */
    private boolean answer(
            Socket socket,
            InputStream in,
            Fault fault,
            List<DecodedSeries> series,
            Map<String, String> headers,
            Outcome outcome)
            throws IOException {
        boolean v2 = isV2(headers);
        boolean otlp = kind == Kind.OTLP || kind == Kind.OTLP_PARTIAL;
        int status = fault.status();
        byte[] body = fault.shape() == Fault.Shape.PLAIN ? new byte[0] : "some text\n".getBytes(StandardCharsets.UTF_8);
        StringBuilder more = new StringBuilder();
        long claimed = claimed(fault, outcome);
        if (status == 0) {
            status = outcome.status() == 200 ? otlp ? 200 : 204 : outcome.status();
            if (v2 && kind == Kind.OLD_AND_HONEST) {
                status = 415;
            } else if (v2 && kind == Kind.OLD) {
                status = 204;
            } else if (kind == Kind.OTLP_PARTIAL && outcome.status() == 400) {
                status = 200;
            }
            if (otlp && status == 200) {
                body = rejected(outcome.sent() - claimed);
                more.append("Content-Type: application/x-protobuf\r\n");
            }
            if (v2 && kind == Kind.BOTH && fault.count() != Fault.Count.SILENT) {
                more.append("X-Prometheus-Remote-Write-Samples-Written: ")
                        .append(fault.count() == Fault.Count.WORDS ? "many" : Long.toString(claimed))
                        .append("\r\n");
            }
        }
        if (!fault.retryAfter().isEmpty()) {
            more.append("Retry-After: ").append(fault.retryAfter()).append("\r\n");
        }
        boolean success = status >= 200 && status < 300;
        boolean asIs = fault.count() == Fault.Count.RIGHT || (!v2 && !otlp);
        boolean ofTheData = success || (status >= 400 && status < 500);
        if (ofTheData && (!success || outcome.stored() < outcome.sent() || !asIs)) {
            book.refused(series);
        }
        boolean counts = (v2 || otlp) && (success || status == 400);
        long stored = counts ? Math.max(0, Math.min(claimed, outcome.sent())) : success ? outcome.sent() : 0;
        boolean deaf = v2 && kind != Kind.BOTH;
        book.acknowledged(deaf ? 0 : stored);
        return FaultyAnswer.of(socket, in, fault, status, more.toString(), body);
    }

    private static long claimed(Fault fault, Outcome outcome) {
        return switch (fault.count()) {
            case RIGHT, SILENT, WORDS -> outcome.stored();
            case LOW -> outcome.stored() / 2;
            case HIGH -> outcome.stored() + (outcome.stored() < outcome.sent() ? 0 : 1_000_000L);
            case NEGATIVE -> -7;
        };
    }

    /** An export response; the number as it is, also when it is negative. */
    private static byte[] rejected(long points) {
        return points == 0
                ? new byte[0]
                : io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse.newBuilder()
                        .setPartialSuccess(
                                io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess.newBuilder()
                                        .setRejectedDataPoints(points))
                        .build()
                        .toByteArray();
    }

    static boolean reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    static boolean untilTheSenderGoes(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return false;
    }

    /** Sends bytes one by one until all are sent or the sender has gone. */
    static void slowly(OutputStream out, byte[] bytes, long pauseMs) throws IOException {
        for (byte one : bytes) {
            out.write(one);
            out.flush();
            pause(pauseMs);
        }
    }

    static void pause(long ms) throws IOException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static long slowMs() {
        return SLOW_MS;
    }

    static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Socket socket : open.keySet()) {
            socket.close();
        }
    }
}
