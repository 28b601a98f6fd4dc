package dev.holdfast.benchmarks.delivery;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A receiver that takes every request and looks at none: a process of its own, so that its CPU is not the sender's. Prints its
 * port; then, each time a line comes on standard input, one line: requests, bytes of bodies, and the milliseconds of
 * {@code System.nanoTime()} at the first and the last of them.
 */
public final class NullReceiver {
    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong firstMs = new AtomicLong();
    private final AtomicLong lastMs = new AtomicLong();

    private NullReceiver() {}

    /** Argument: the port, 0 for any. */
    public static void main(String[] args) throws IOException {
        NullReceiver receiver = new NullReceiver();
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            Thread acceptor = new Thread(() -> receiver.accept(server));
            acceptor.setDaemon(true);
            acceptor.start();
            while (System.in.read() >= 0) {
                System.out.println(
                        receiver.requests + " " + receiver.bytes + " " + receiver.firstMs + " " + receiver.lastMs);
            }
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(() -> serve(socket));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed: the end
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
            while (true) {
                long length = readHead(in);
                if (length < 0) {
                    return;
                }
                in.skipNBytes(length);
                long now = System.nanoTime() / 1_000_000;
                firstMs.compareAndSet(0, now);
                lastMs.set(now);
                bytes.addAndGet(length);
                requests.incrementAndGet();
                socket.getOutputStream().write(ANSWER);
            }
        } catch (EOFException e) {
            return; // in the middle of a request: the sender ended
        } catch (IOException e) {
            System.err.println("null receiver: " + e.getMessage());
        }
    }

    /** Reads up to the empty line; the length of the body, or -1 at the end. */
    private static long readHead(InputStream in) throws IOException {
        long length = 0;
        StringBuilder line = new StringBuilder();
        boolean any = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            any = true;
            if (c == '\r') {
                continue;
            }
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            if (line.length() == 0) {
                return length;
            }
            String text = line.toString().toLowerCase(Locale.ROOT);
            if (text.startsWith("content-length:")) {
                length = Long.parseLong(text.substring(15).strip());
            }
            line.setLength(0);
        }
        if (any) {
            throw new EOFException();
        }
        return -1;
    }
}
