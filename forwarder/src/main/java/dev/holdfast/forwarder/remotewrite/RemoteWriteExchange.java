package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.HttpPoster;
import dev.holdfast.forwarder.exchange.HttpReply;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.util.Map;
import java.util.function.LongSupplier;

/** Remote write, spoken with one upstream. One thread. */
public final class RemoteWriteExchange implements Exchange {
    private static final int ANSWER_BYTES_MAX = 1024;

    private final WriteRequestEncoder encoder;
    private final HttpPoster poster;

    /**
     * An exchange that has sent nothing yet; no connection is made.
     *
     * @param wallClockMs milliseconds since the epoch
     */
    public RemoteWriteExchange(UpstreamOptions options, LongSupplier wallClockMs) {
        encoder = new WriteRequestEncoder(options.externalLabels());
        poster = new HttpPoster(
                options,
                Map.of(
                        "Content-Encoding",
                        WriteRequestFormat.CONTENT_ENCODING,
                        "Content-Type",
                        WriteRequestFormat.CONTENT_TYPE,
                        WriteRequestFormat.VERSION_HEADER,
                        WriteRequestFormat.VERSION),
                ANSWER_BYTES_MAX,
                wallClockMs);
    }

    @Override
    public int prepare(Piece piece) {
        encoder.encode(piece);
        return encoder.rawLength();
    }

    @Override
    public int bodyLength() {
        return encoder.bodyLength();
    }

    @Override
    public SendResult send(int attempt) {
        Map<String, String> headers =
                attempt == 0 ? Map.of() : Map.of(WriteRequestFormat.RETRY_ATTEMPT_HEADER, Integer.toString(attempt));
        return poster.post(encoder.body(), encoder.bodyLength(), headers, RemoteWriteExchange::read);
    }

    private static SendResult read(HttpReply reply) {
        int status = reply.status();
        if (reply.isSuccess()) {
            return new SendResult.Delivered(status);
        }
        if (status == 429 || (status >= 500 && status < 600)) {
            // A 429 is given before the data is looked at; a 5xx may come from a proxy in front of a success.
            return new SendResult.Retry(status, reply.message(), reply.retryAfterMs(), status != 429);
        }
        boolean aboutUs = switch (status) {
            case 401, 403, 404, 405, 407, 415 -> true;
            default -> status < 400 || status >= 500;
        };
        return aboutUs
                ? new SendResult.Denied(status, reply.message())
                : new SendResult.Refused(status, reply.message());
    }

    @Override
    public void abort() {
        poster.abort();
    }
}
