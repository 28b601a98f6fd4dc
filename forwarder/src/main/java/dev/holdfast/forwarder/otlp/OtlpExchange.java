package dev.holdfast.forwarder.otlp;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.HttpPoster;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.Wire;
import java.util.Map;
import java.util.function.LongSupplier;

/** OTLP/HTTP metrics, spoken with one upstream. One thread. */
public final class OtlpExchange implements Exchange {
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    private final ExportRequestEncoder encoder;
    private final GzipBody body = new GzipBody();
    private final HttpPoster poster;
    private final OtlpAnswers answers;

    /**
     * An exchange that has sent nothing yet; no connection is made.
     *
     * @param naming how series are called
     * @param facts what is known of the series beyond their samples
     * @param wallClockMs milliseconds since the epoch
     */
    public OtlpExchange(UpstreamOptions options, Wire.Naming naming, SeriesFacts facts, LongSupplier wallClockMs) {
        Names stored = new StoredNames(facts);
        Names names = switch (naming) {
            case STORED -> stored;
            case SEMCONV -> new SemconvNames(SemconvTable.load(), stored);
        };
        encoder = new ExportRequestEncoder(names, facts, options.externalLabels());
        answers = new OtlpAnswers(options.name());
        poster = new HttpPoster(
                options,
                Map.of("Content-Encoding", OtlpFormat.CONTENT_ENCODING, "Content-Type", OtlpFormat.CONTENT_TYPE),
                ANSWER_BYTES_MAX,
                wallClockMs);
    }

    @Override
    public boolean carries(long timestampMs, long valueBits) {
        return ExportRequestEncoder.isSayable(timestampMs, valueBits);
    }

    @Override
    public int prepare(Piece piece) {
        encoder.encode(piece);
        body.clear();
        if (encoder.isWritten()) {
            body.compress(encoder.raw(), encoder.length());
        }
        return encoder.length();
    }

    @Override
    public int bodyLength() {
        return body.length();
    }

    @Override
    public SendResult send(int attempt) {
        if (!encoder.isWritten()) {
            throw new IllegalStateException(
                    "nothing to send: points=" + encoder.points() + " lengthBytes=" + encoder.length());
        }
        return poster.post(
                body.bytes(), body.length(), Map.of(), reply -> answers.read(reply, encoder.points(), attempt));
    }

    @Override
    public void abort() {
        poster.abort();
    }
}
