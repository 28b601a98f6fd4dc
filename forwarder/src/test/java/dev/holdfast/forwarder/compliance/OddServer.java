package dev.holdfast.forwarder.compliance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads so much of every request and answers with the same text, HTTP or not, then closes the connection. */
final class OddServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger(); // the peer went away, or the test is over

    OddServer(int readBytes, String answer) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = new Thread(() -> serve(readBytes, answer), "odd-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(int readBytes, String answer) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connections.incrementAndGet();
                connection.setSoTimeout(1_000);
                connection.getInputStream().readNBytes(readBytes);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                broken.incrementAndGet();
            }
        }
    }

    /** How many connections there were. */
    int connections() {
        return connections.get();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/api/v1/write");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
