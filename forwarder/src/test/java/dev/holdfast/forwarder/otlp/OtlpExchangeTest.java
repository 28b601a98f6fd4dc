package dev.holdfast.forwarder.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.OtlpReceiver;
import dev.holdfast.forwarder.testing.OtlpReceiver.Answer;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.Labels;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class OtlpExchangeTest {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final long AT = 1_700_000_000_000L;

    @Test
    void headersAreThoseOfTheProtocol() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            assertEquals(new SendResult.Delivered(200), send(options(receiver), 3));
            OtlpReceiver.Request request = receiver.requests().get(0);
            assertEquals("POST", request.method());
            assertEquals("/v1/metrics", request.path());
            assertEquals("gzip", request.headers().getFirst("Content-Encoding"));
            assertEquals(PROTOBUF, request.headers().getFirst("Content-Type"));
            assertNull(request.headers().getFirst("X-Prometheus-Remote-Write-Version"));
            assertNull(request.headers().getFirst("Retry-Attempt"));
            assertEquals(2, request.points().size());
        }
    }

    @Test
    void everyStatusHasItsMeaning() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            for (int status : new int[] {200, 202, 204}) {
                assertEquals(new SendResult.Delivered(status), answered(receiver, Answer.of(status)));
            }
            for (int status : new int[] {429, 502, 503, 504}) {
                assertInstanceOf(SendResult.Retry.class, answered(receiver, Answer.of(status)), "status " + status);
            }
            for (int status : new int[] {400, 409, 413, 422, 499}) {
                assertInstanceOf(SendResult.Refused.class, answered(receiver, Answer.of(status)), "status " + status);
            }
            int[] denied = {301, 307, 401, 403, 404, 405, 407, 408, 415, 500, 501, 505, 507, 520, 599, 600, 999};
            for (int status : denied) {
                assertInstanceOf(SendResult.Denied.class, answered(receiver, Answer.of(status)), "status " + status);
            }
        }
    }

    @Test
    void everyRequestIsSentOnce() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            for (int status : new int[] {200, 400, 401, 307, 408, 500, 503, 0}) {
                int before = receiver.requests().size();
                answered(receiver, Answer.of(status));
                assertEquals(before + 1, receiver.requests().size(), "status " + status);
            }
        }
    }

    @Test
    void retryAfterIsReadAsSecondsAndAsADate() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            SendResult.Retry seconds =
                    (SendResult.Retry) answered(receiver, Answer.of(429).with("Retry-After", "7"));
            assertEquals(7_000, seconds.retryAfterMs());
            assertFalse(seconds.doubtful());
            SendResult.Retry date = (SendResult.Retry)
                    answered(receiver, Answer.of(503).with("Retry-After", "Tue, 14 Nov 2023 22:14:20 GMT"));
            assertEquals(60_000, date.retryAfterMs());
            assertTrue(date.doubtful());
        }
    }

    @Test
    void whatIsRejectedInPartIsPartlyWritten() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            SendResult.Partial partial =
                    (SendResult.Partial) answered(receiver, Answer.of(200, PROTOBUF, partial(1, "too\nold")));
            assertEquals(new SendResult.Partial(200, "200 with 1 of 2 points rejected: too old", 1), partial);
            assertEquals(
                    0,
                    ((SendResult.Partial) answered(receiver, Answer.of(200, PROTOBUF, partial(99, "")))).written(),
                    "a receiver that rejects more than it got");
            assertEquals(
                    new SendResult.Delivered(200), answered(receiver, Answer.of(200, PROTOBUF, partial(0, "careful"))));
            assertEquals(new SendResult.Delivered(200), answered(receiver, Answer.of(200, PROTOBUF, partial(-5, ""))));
            assertEquals(
                    new SendResult.Delivered(200),
                    answered(
                            receiver,
                            Answer.of(
                                    200,
                                    PROTOBUF,
                                    ExportMetricsServiceResponse.getDefaultInstance()
                                            .toByteArray())));
        }
    }

    @Test
    void theNumberCountsAlsoWhenTheTextIsTooLongToRead() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            SendResult result = answered(receiver, Answer.of(200, PROTOBUF, partial(2, "x".repeat(5 << 20))));
            assertEquals(0, ((SendResult.Partial) result).written());
            assertTrue(result.message().length() < 250, result.message());
            result = answered(receiver, Answer.of(200, PROTOBUF, partial(0, "x".repeat(5 << 20))));
            assertEquals(new SendResult.Delivered(200), result);
        }
    }

    @Test
    void aSuccessThatIsNotUnderstoodIsASuccess() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            assertEquals(new SendResult.Delivered(200), answered(receiver, Answer.of(200, PROTOBUF, "ok\uffff")));
            assertEquals(new SendResult.Delivered(200), answered(receiver, Answer.of(200, "application/json", "{}")));
            assertEquals(new SendResult.Delivered(200), answered(receiver, Answer.of(200, "text/plain", "OK")));
        }
    }

    @Test
    void aWebPageIsNoSuccess() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            SendResult result =
                    answered(receiver, Answer.of(200, "Text/HTML; charset=utf-8", "<html>Welcome to our hotel</html>"));
            assertEquals(new SendResult.Denied(200, "200 with a web page: no OTLP receiver"), result);
        }
    }

    @Test
    void theMessageOfAStatusIsShownAndSecretsAreNot() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            byte[] status = com.google.protobuf.UnsafeByteOperations.unsafeWrap(new byte[] {8, 3, 18, 14})
                    .concat(com.google.protobuf.ByteString.copyFromUtf8("bad s3cr3t\ntwo"))
                    .toByteArray();
            receiver.answer(request -> Answer.of(400, PROTOBUF, status));
            UpstreamOptionsBuilder options = options(receiver).credentials(Credentials.bearer(Secret.of("s3cr3t")));
            assertEquals(new SendResult.Refused(400, "400: bad <secret> two"), send(options, 0));
            receiver.answer(request -> Answer.of(500, "text/plain", "no room for s3cr3t"));
            assertEquals(
                    "500 Internal Server Error: no room for <secret>",
                    send(options, 0).message());
            receiver.answer(request -> Answer.of(200, PROTOBUF, partial(1, "s3cr3t")));
            assertTrue(send(options, 0).message().endsWith("<secret>"));
        }
    }

    @Test
    void aBrokenConnectionIsRetriedAndInDoubtAndARefusedOneIsNotInDoubt() throws IOException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            assertTrue(((SendResult.Retry) answered(receiver, Answer.of(0))).doubtful());
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        SendResult result = send(UpstreamOptions.builder("down", URI.create("http://127.0.0.1:" + port)), 0);
        assertEquals(new SendResult.Retry(0, "connection refused", 0, false), result);
    }

    @Test
    void anyBytesAreAnAnswer() {
        java.util.Random random = new java.util.Random(5);
        byte[] good = partial(3, "some text");
        for (int i = 0; i < 20_000; i++) {
            byte[] body = java.util.Arrays.copyOf(good, random.nextInt(good.length + 3));
            for (int change = random.nextInt(4); change > 0 && body.length > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            PartialSuccess.read(body); // or an exception
        }
    }

    private static byte[] partial(long rejected, String message) {
        return ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                        .setRejectedDataPoints(rejected)
                        .setErrorMessage(message))
                .build()
                .toByteArray();
    }

    private static SendResult answered(OtlpReceiver receiver, Answer answer) throws IOException {
        receiver.answer(request -> answer);
        return send(options(receiver), 0);
    }

    private static UpstreamOptionsBuilder options(OtlpReceiver receiver) {
        return UpstreamOptions.builder("central", receiver.url()).remoteTimeoutMs(5_000);
    }

    private static SendResult send(UpstreamOptionsBuilder options, int attempt) {
        OtlpExchange exchange = new OtlpExchange(options.build(), Wire.Naming.STORED, SeriesFacts.NONE, () -> AT);
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "up"));
        batch.add(AT, 1);
        batch.add(AT + 2, 1);
        assertTrue(exchange.prepare(Piece.whole(batch)) > 0);
        return exchange.send(attempt);
    }
}
