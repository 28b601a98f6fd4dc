package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.Wire.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file error_handling of the 2.0 suite: whatever a receiver does, the sender lives, and later everything arrives. */
class ErrorHandlingTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        return new Suite("error_handling")
                .check("handle_connection_refused", () -> {
                    int port;
                    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                        port = socket.getLocalPort();
                    }
                    survives(URI.create("http://127.0.0.1:" + port + "/write"), 30_000);
                })
                .check("handle_timeout", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        sender.rig.restart(sender.options().remoteTimeoutMs(100));
                        sender.answering(request -> sender.exchanges().size() < 2
                                ? Answer.of(200).written(request.sampleCount()).after(400)
                                : Sender.TAKES_ALL.apply(request));
                        sender.scrape(Target.standard(), 6, 1_000).settle();
                        BehaviourChecks.nothingLost(sender.recording());
                        assertTrue(sender.rig.forwarder().totals().retries() >= 2);
                    }
                })
                .check("handle_partial_write", () -> odd(100, "")) // the connection ends in the middle of a request
                .check("handle_malformed_response", () -> {
                    odd(400, "what?\r\n\r\n");
                    odd(400, "HTTP/1.1 2\r\n\r\n");
                    odd(400, "HTTP/1.1 204 No Content\r\nX-Prometheus-Remote-Write-Samples-Written: lots\r\n\r\n");
                })
                .check("sender_continues_after_errors", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        int[] statuses = {500, 0, 503, 429, 502, 0, 504};
                        sender.answering(request -> sender.exchanges().size() < statuses.length
                                        ? Answer.of(statuses[sender.exchanges().size()])
                                        : Sender.TAKES_ALL.apply(request))
                                .scrape(Target.standard(), 12, 1_000)
                                .settle();
                        BehaviourChecks.nothingLost(sender.recording());
                    }
                })
                .check("handle_invalid_status_code", () -> {
                    odd(400, "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n");
                    odd(400, "HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n");
                })
                .check("handle_empty_response", () -> odd(1 << 20, ""))
                .check("handle_large_error_response", () -> {
                    odd(400, "HTTP/1.1 500 Error\r\nContent-Length: 1048576\r\n\r\n" + "e".repeat(1 << 20));
                    odd(400, "HTTP/1.1 500 Error\r\nContent-Length: 1048576\r\n\r\n" + "e".repeat(1000));
                })
                .check("dns_resolution_failure", () -> survives(URI.create("http://host.invalid/write"), 30_000))
                .check("invalid_url_scheme", () -> {
                    for (String url : List.of("ftp://127.0.0.1/write", "file:///tmp/write", "gopher://x", "/write")) {
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> UpstreamOptions.builder("central", URI.create(url))
                                        .build(),
                                url);
                    }
                });
    }

    private static void odd(int readBytes, String answer) throws IOException {
        try (OddServer server = new OddServer(readBytes, answer)) {
            survives(server.url(), 3_000);
            assertTrue(server.connections() > 0, "never asked");
        }
    }

    /** Sends to a bad address for a while, then to the good one. */
    private static void survives(URI bad, long ms) {
        try (Sender sender = new Sender(Version.V2)) {
            sender.rig.restart(UpstreamOptions.builder("central", bad)
                    .wire(sender.options().build().wire())
                    .remoteTimeoutMs(300));
            sender.scrape(new Target().counter("requests_total").constant(1, "up"), 6, 1_000)
                    .run(ms);
            assertEquals(0, sender.rig.forwarder().totals().samplesSent());
            assertEquals(0, sender.rig.forwarder().totals().samplesRefused());
            assertTrue(sender.rig.forwarder().totals().requests() > 0);
            sender.rig.restart(sender.options());
            BehaviourChecks.nothingLost(sender.settle().recording());
        }
    }
}
