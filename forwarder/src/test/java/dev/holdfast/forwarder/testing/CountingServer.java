package dev.holdfast.forwarder.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** A web server on a bare socket of the loopback that counts connections and bytes as they go over the line. */
public final class CountingServer implements AutoCloseable {
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final IntFunction<String> answers;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();

    /**
     * A server that listens.
     *
     * @param answers the whole answer to the n-th request, from 0
     */
    public CountingServer(IntFunction<String> answers) throws IOException {
        this.answers = answers;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (int length = readHeaders(in); length >= 0; length = readHeaders(in)) {
                bytesRead.addAndGet(in.readNBytes(length).length);
                byte[] answer = answers.apply(requests.getAndIncrement()).getBytes(StandardCharsets.US_ASCII);
                bytesWritten.addAndGet(answer.length);
                socket.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // the other side went away
        }
    }

    /** Reads up to the empty line; the length of the body, or -1 at the end of the connection. */
    private int readHeaders(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            head.append((char) next);
        }
        bytesRead.addAndGet(head.length());
        for (String line : head.toString().split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/api/v1/write");
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** Bytes of requests so far. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** Bytes of answers so far. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
