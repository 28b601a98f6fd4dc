package dev.holdfast.forwarder.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteWriteExchangeTest {
    @Test
    void headersAreExactlyThoseOfTheProtocol() throws IOException {
        try (Receiver receiver = new Receiver()) {
            UpstreamOptionsBuilder options = options(receiver).header("X-Scope-OrgID", Secret.of("tenant"));
            assertEquals(new SendResult.Delivered(204), send(options, 0));
            Receiver.Request request = receiver.requests().get(0);
            assertEquals("POST", request.method());
            assertEquals("/api/v1/write", request.path());
            assertEquals("snappy", request.headers().getFirst("Content-Encoding"));
            assertEquals("application/x-protobuf", request.headers().getFirst("Content-Type"));
            assertEquals("0.1.0", request.headers().getFirst("X-Prometheus-Remote-Write-Version"));
            assertEquals("holdfast/0.1.0", request.headers().getFirst("User-Agent"));
            assertEquals("tenant", request.headers().getFirst("X-Scope-OrgID"));
            assertNull(request.headers().getFirst("Retry-Attempt"));
            assertNull(request.headers().getFirst("Authorization"));
        }
    }

    @Test
    void repetitionsSaySo() throws IOException {
        try (Receiver receiver = new Receiver()) {
            send(options(receiver), 3);
            assertEquals("3", receiver.requests().get(0).headers().getFirst("Retry-Attempt"));
        }
    }

    @Test
    void everyStatusHasItsMeaning() throws IOException {
        try (Receiver receiver = new Receiver()) {
            for (int status : new int[] {200, 202, 204}) {
                assertInstanceOf(SendResult.Delivered.class, answered(receiver, Answer.of(status)));
            }
            for (int status : new int[] {400, 409, 413, 422, 499}) {
                assertInstanceOf(SendResult.Refused.class, answered(receiver, Answer.of(status)));
            }
            for (int status : new int[] {301, 302, 307, 401, 403, 404, 407, 415, 600, 999}) {
                assertInstanceOf(SendResult.Denied.class, answered(receiver, Answer.of(status)), "status " + status);
            }
            for (int status : new int[] {429, 500, 502, 503, 504, 599}) {
                assertInstanceOf(SendResult.Retry.class, answered(receiver, Answer.of(status)));
            }
        }
    }

    @Test
    void everyRequestIsSentOnce() throws IOException {
        try (Receiver receiver = new Receiver()) {
            for (int status : new int[] {204, 400, 401, 307, 500, 0}) {
                int before = receiver.requests().size();
                answered(receiver, Answer.of(status));
                assertEquals(before + 1, receiver.requests().size(), "status " + status);
            }
        }
    }

    @Test
    void redirectsAreNotFollowed() throws IOException {
        try (Receiver receiver = new Receiver();
                Receiver other = new Receiver()) {
            Answer redirect = Answer.of(307).with("Location", other.url().toString());
            assertEquals(307, answered(receiver, redirect).status());
            assertTrue(other.requests().isEmpty());
        }
    }

    @Test
    void theBeginningOfALargeErrorIsKeptOnOneLine() throws IOException {
        try (Receiver receiver = new Receiver()) {
            String body = "out of\norder\r\n\u0007sample " + "x".repeat(1 << 20);
            SendResult result = answered(receiver, Answer.of(400, body));
            assertTrue(result.message().startsWith("400 Bad Request: out of order sample xxx"), result.message());
            assertTrue(result.message().length() < 250, result.message());
            assertInstanceOf(SendResult.Delivered.class, answered(receiver, Answer.of(204)));
        }
    }

    @Test
    void theTextOfASuccessIsIgnored() throws IOException {
        try (Receiver receiver = new Receiver()) {
            assertEquals(
                    new SendResult.Delivered(200), answered(receiver, Answer.of(200, "error: " + "x".repeat(100_000))));
        }
    }

    @Test
    void retryAfterIsRead() throws IOException {
        try (Receiver receiver = new Receiver()) {
            SendResult result = answered(receiver, Answer.of(429).with("Retry-After", "7"));
            assertEquals(7_000, ((SendResult.Retry) result).retryAfterMs());
            assertFalse(((SendResult.Retry) result).doubtful());
        }
    }

    @Test
    void aBrokenConnectionIsInDoubt() throws IOException {
        try (Receiver receiver = new Receiver()) {
            SendResult.Retry result = (SendResult.Retry) answered(receiver, Answer.broken());
            assertEquals(0, result.status());
            assertTrue(result.doubtful());
        }
    }

    @Test
    void aRefusedConnectionIsNot() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        SendResult result = send(UpstreamOptions.builder("down", URI.create("http://127.0.0.1:" + port)), 0);
        assertEquals(new SendResult.Retry(0, "connection refused", 0, false), result);
    }

    @Test
    void aNameWithoutAddressIsRetried() throws IOException {
        SendResult result = send(UpstreamOptions.builder("lost", URI.create("http://host.invalid/write")), 0);
        assertEquals(new SendResult.Retry(0, "no address found for host.invalid", 0, false, true), result);
    }

    @Test
    void silenceEndsWithTheTimeout() throws IOException {
        try (Receiver receiver = new Receiver()) {
            receiver.answer(request -> Answer.of(204).after(2_000));
            SendResult result = send(options(receiver).remoteTimeoutMs(100), 0);
            assertEquals(new SendResult.Retry(0, "no answer within 100 ms", 0, true), result);
        }
    }

    @Test
    void anAnswerThatIsNotHttpIsRetried() throws IOException, InterruptedException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread odd = new Thread(() -> {
                try (Socket connection = socket.accept()) {
                    connection.getInputStream().readNBytes(100);
                    connection.getOutputStream().write("what?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            odd.start();
            URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            assertInstanceOf(SendResult.Retry.class, send(UpstreamOptions.builder("odd", url), 0));
            odd.join();
        }
    }

    @Test
    void passwordsAndTokensAreSentAndNeverShown() throws IOException {
        try (Receiver receiver = new Receiver()) {
            receiver.answer(
                    request -> Answer.of(400, "you sent " + request.headers().getFirst("Authorization") + " to me"));
            SendResult result = send(options(receiver).credentials(Credentials.bearer(Secret.of("s3cr3t"))), 0);
            assertEquals("Bearer s3cr3t", receiver.requests().get(0).headers().getFirst("Authorization"));
            assertEquals("400 Bad Request: you sent <secret> to me", result.message());

            send(options(receiver).credentials(new Credentials.Basic("user", Secret.of("pass"))), 0);
            assertEquals(
                    "Basic dXNlcjpwYXNz", receiver.requests().get(1).headers().getFirst("Authorization"));
        }
    }

    @Test
    void aTokenFileIsReadAtEveryUse(@TempDir Path directory) throws IOException {
        try (Receiver receiver = new Receiver()) {
            Path file = directory.resolve("token");
            UpstreamOptions options = options(receiver)
                    .credentials(Credentials.bearer(Secret.inFile(file)))
                    .build();
            RemoteWriteExchange sender = new RemoteWriteExchange(options, SeriesFacts.NONE, () -> 0);
            SendResult missing = send(sender, 0);
            assertEquals("there is no credentials file " + file, missing.message());
            assertTrue(receiver.requests().isEmpty(), "nothing is sent without the token");
            Files.writeString(file, "first\n");
            send(sender, 0);
            Files.writeString(file, "second\n");
            send(sender, 0);
            assertEquals("Bearer first", receiver.requests().get(0).headers().getFirst("Authorization"));
            assertEquals("Bearer second", receiver.requests().get(1).headers().getFirst("Authorization"));
        }
    }

    @Test
    void aRequestUnderWayCanBeBrokenOff() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answer(request -> Answer.of(204).after(20_000));
            RemoteWriteExchange sender = new RemoteWriteExchange(
                    options(receiver).remoteTimeoutMs(30_000).build(), SeriesFacts.NONE, () -> 0);
            Thread abort = new Thread(() -> {
                while (receiver.requests().isEmpty()) {
                    Thread.onSpinWait();
                }
                sender.abort();
            });
            abort.start();
            long before = System.nanoTime();
            assertInstanceOf(SendResult.Retry.class, send(sender, 0));
            assertTrue(System.nanoTime() - before < 15_000_000_000L);
            abort.join();
        }
    }

    private static SendResult answered(Receiver receiver, Answer answer) throws IOException {
        receiver.answer(request -> answer);
        return send(options(receiver), 0);
    }

    private static UpstreamOptionsBuilder options(Receiver receiver) {
        return UpstreamOptions.builder("central", receiver.url()).remoteTimeoutMs(5_000);
    }

    private static SendResult send(UpstreamOptionsBuilder options, int attempt) {
        return send(new RemoteWriteExchange(options.build(), SeriesFacts.NONE, System::currentTimeMillis), attempt);
    }

    private static SendResult send(RemoteWriteExchange exchange, int attempt) {
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "up"));
        batch.add(1_700_000_000_000L, 1);
        exchange.prepare(Piece.whole(batch));
        return exchange.send(attempt);
    }
}
