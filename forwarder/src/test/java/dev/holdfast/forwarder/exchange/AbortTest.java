package dev.holdfast.forwarder.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Requests are broken off by another thread at any moment: Java's own confusion about that is not ours. */
class AbortTest {
    private static final int REQUESTS = 2_000;

    @Test
    void aRequestThatIsBrokenOffIsOneToBeRetried() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try {
            HttpPoster poster =
                    new HttpPoster(UpstreamOptions.builder("central", url).build(), Map.of(), 1_024, () -> 0);
            Thread aborter = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(2_000_000));
                    poster.abort();
                }
            });
            aborter.setDaemon(true);
            aborter.start();
            int broken = 0;
            byte[] body = new byte[10];
            for (int i = 0; i < REQUESTS; i++) {
                SendResult result =
                        poster.post(body, body.length, Map.of(), reply -> new SendResult.Delivered(reply.status()));
                broken += result instanceof SendResult.Retry ? 1 : 0;
            }
            aborter.interrupt();
            aborter.join();
            assertTrue(broken > 0, "none was broken off");
        } finally {
            server.stop(0);
        }
    }
}
