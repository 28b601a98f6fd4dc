package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.remotewrite.RemoteWriteExchange;
import dev.holdfast.forwarder.testing.CountingServer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What really goes over the line: bytes of headers, and connections. */
class RequestOverheadTest {
    private static final String ANSWER = String.join(
            "\r\n",
            "HTTP/1.1 204 No Content",
            "Date: Thu, 26 Nov 2026 15:00:00 GMT",
            "X-Prometheus-Remote-Write-Samples-Written: 1",
            "",
            "");

    @Test
    void theAllowanceCoversTheHeadersOfARequestAndOfItsAnswer() throws IOException {
        long plain = overhead(false);
        long withToken = overhead(true);
        System.out.printf(
                Locale.ROOT, "overhead of a request and its answer: %d B, with a token %d B%n", plain, withToken);
        assertTrue(plain > DayBudget.OVERHEAD_BYTES / 3, "not far too much: " + plain);
        assertTrue(withToken + 2 * 22 < DayBudget.OVERHEAD_BYTES, "enough, with a record of TLS each: " + withToken);
    }

    private static long overhead(boolean token) throws IOException {
        try (CountingServer server = new CountingServer(number -> ANSWER)) {
            UpstreamOptionsBuilder options = UpstreamOptions.builder("central", server.url());
            if (token) {
                options.header("X-Long-Token", Secret.of("Bearer " + "x".repeat(128)));
            }
            RemoteWriteExchange exchange = new RemoteWriteExchange(options.build(), SeriesFacts.NONE, () -> 0);
            long bodyBytes = 0;
            for (int i = 0; i < 20; i++) {
                exchange.prepare(piece());
                bodyBytes += exchange.bodyLength();
                assertEquals(204, exchange.send(0).status());
            }
            return (server.bytesRead() + server.bytesWritten() - bodyBytes) / 20;
        }
    }

    /** Answers with bodies, refusals and failures among them: a connection that is read to the end is used again. */
    @Test
    void twoHundredRequestsTakeOneConnection() throws IOException {
        String[] lines = {
            "200 OK", "400 Bad Request", "500 Internal Server Error", "429 Too Many Requests", "409 Conflict"
        };
        try (CountingServer server = new CountingServer(number -> {
            String text = "out of order sample\n".repeat(number % 40);
            return "HTTP/1.1 " + lines[number % lines.length] + "\r\nContent-Length: " + text.length() + "\r\n\r\n"
                    + text;
        })) {
            RemoteWriteExchange exchange = new RemoteWriteExchange(
                    UpstreamOptions.builder("central", server.url()).build(), SeriesFacts.NONE, () -> 0);
            int delivered = 0;
            for (int i = 0; i < 200; i++) {
                exchange.prepare(piece());
                delivered += exchange.send(0) instanceof SendResult.Delivered ? 1 : 0;
            }
            assertEquals(40, delivered);
            assertEquals(1, server.connections());
        }
    }

    private static Piece piece() {
        Batch batch = new Batch();
        batch.beginSeries(Rig.series(1));
        batch.add(Rig.START_MS, 7);
        return Piece.whole(batch);
    }
}
