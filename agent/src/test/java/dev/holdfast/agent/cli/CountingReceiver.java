package dev.holdfast.agent.cli;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xerial.snappy.Snappy;

/** Takes remote write, and remembers how many connections came and which samples of {@code up}. */
final class CountingReceiver implements AutoCloseable {
    private final Set<Integer> connections = new ConcurrentSkipListSet<>();
    private final List<Long> upTimes = new ArrayList<>(); // guarded by itself
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    CountingReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/write";
    }

    /** Connections on which something came. */
    int connectionCount() {
        return connections.size();
    }

    /** Each time as often as it came. */
    List<Long> upTimes() {
        synchronized (upTimes) {
            return List.copyOf(upTimes);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress().getPort());
            byte[] body = Snappy.uncompress(exchange.getRequestBody().readAllBytes());
            List<Long> times = upTimes(CodedInputStream.newInstance(body));
            synchronized (upTimes) {
                upTimes.addAll(times);
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private static List<Long> upTimes(CodedInputStream request) throws IOException {
        List<Long> times = new ArrayList<>();
        for (int tag = request.readTag(); tag != 0; tag = request.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != 1) {
                request.skipField(tag);
                continue;
            }
            CodedInputStream series = request.readBytes().newCodedInput();
            boolean isUp = false;
            List<Long> own = new ArrayList<>();
            for (int inner = series.readTag(); inner != 0; inner = series.readTag()) {
                CodedInputStream message = series.readBytes().newCodedInput();
                if (WireFormat.getTagFieldNumber(inner) == 1) {
                    isUp |= isUpLabel(message);
                } else {
                    own.add(timestamp(message));
                }
            }
            if (isUp) {
                times.addAll(own);
            }
        }
        return times;
    }

    private static boolean isUpLabel(CodedInputStream label) throws IOException {
        String name = "";
        String value = "";
        for (int tag = label.readTag(); tag != 0; tag = label.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                name = label.readString();
            } else {
                value = label.readString();
            }
        }
        return name.equals("__name__") && value.equals("up");
    }

    private static long timestamp(CodedInputStream sample) throws IOException {
        long timestamp = 0;
        for (int tag = sample.readTag(); tag != 0; tag = sample.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 2) {
                timestamp = sample.readInt64();
            } else {
                sample.skipField(tag);
            }
        }
        return timestamp;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
