package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.Exchange;
import dev.holdfast.forwarder.exchange.HttpPoster;
import dev.holdfast.forwarder.exchange.HttpReply;
import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remote write, 1.0 or 2.0, spoken with one upstream. One thread.
 *
 * <p>With {@link Wire.Version#AUTO} a 2.0 request that turns out not to be stored is sent again as a 1.0 request within the
 * same {@link #send}: two messages of the same samples, of which the upstream took at most one.
 */
public final class RemoteWriteExchange implements Exchange {
    private static final Logger log = LoggerFactory.getLogger(RemoteWriteExchange.class);
    private static final int ANSWER_BYTES_MAX = 1024;

    private final UpstreamOptions options;
    private final SeriesFacts facts;
    private final LongSupplier wallClockMs;
    private final HttpPoster poster;
    private final Negotiation negotiation;
    private @Nullable BodyEncoder v1; // made at first use: their buffers are megabytes
    private @Nullable BodyEncoder v2;
    private @Nullable BodyEncoder encoder;
    private @Nullable Piece piece;
    private boolean fallsBack;
    private boolean leftOutLogged;
    private boolean excessLogged;

    /**
     * An exchange that has sent nothing yet; no connection is made.
     *
     * @param facts for metadata and start times, which 2.0 has
     * @param wallClockMs milliseconds since the epoch
     */
    public RemoteWriteExchange(UpstreamOptions options, SeriesFacts facts, LongSupplier wallClockMs) {
        this.options = options;
        this.facts = facts;
        this.wallClockMs = wallClockMs;
        negotiation =
                new Negotiation(options.wire() instanceof Wire.RemoteWrite wire ? wire.version() : Wire.Version.V1);
        poster = new HttpPoster(
                options,
                Map.of("Content-Encoding", WriteRequestFormat.CONTENT_ENCODING),
                ANSWER_BYTES_MAX,
                wallClockMs);
    }

    @Override
    public int prepare(Piece next) {
        piece = next;
        return encode(next, negotiation.usesV2(wallClockMs.getAsLong()));
    }

    private int encode(Piece next, boolean asV2) {
        BodyEncoder chosen = asV2 ? v2() : v1();
        chosen.encode(next);
        encoder = chosen;
        if (chosen.leftOut() != null && !leftOutLogged) {
            leftOutLogged = true;
            log.warn(
                    "upstream {}: remote write 1.0 has no words for the names of {}; such series are left out and counted"
                            + " as refused, protocol 2.0 takes them",
                    options.name(),
                    chosen.leftOut());
        }
        return chosen.block().rawLength();
    }

    private BodyEncoder v1() {
        if (v1 == null) {
            v1 = new WriteRequestEncoder(options.externalLabels());
        }
        return v1;
    }

    private BodyEncoder v2() {
        if (v2 == null) {
            v2 = new RequestV2Encoder(options.externalLabels(), facts);
        }
        return v2;
    }

    private BodyEncoder prepared() {
        return Objects.requireNonNull(encoder, "send before prepare");
    }

    @Override
    public int bodyLength() {
        return prepared().block().bodyLength();
    }

    @Override
    public int leftOutCount() {
        return prepared().leftOutCount();
    }

    @Override
    public SendResult send(int attempt) {
        fallsBack = false;
        SendResult result = post(attempt);
        if (!fallsBack) {
            return result;
        }
        log.info(
                "upstream {}: does not store remote write 2.0 ({}), is sent 1.0 from here on; 2.0 is tried again in a day",
                options.name(),
                result.message().replace(AnswerRules.ADVICE, ""));
        int rawLength = encode(Objects.requireNonNull(piece), false);
        if (prepared().sampleCount() == 0 || rawLength > RAW_BYTES_MAX) {
            return new SendResult.Retry(result.status(), result.message(), 0, false); // is prepared anew, and cut
        }
        return post(attempt);
    }

    private SendResult post(int attempt) {
        BodyEncoder request = prepared();
        boolean asV2 = request == v2;
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", asV2 ? RequestV2Format.CONTENT_TYPE : WriteRequestFormat.CONTENT_TYPE);
        headers.put(WriteRequestFormat.VERSION_HEADER, asV2 ? RequestV2Format.VERSION : WriteRequestFormat.VERSION);
        if (attempt > 0) {
            headers.put(WriteRequestFormat.RETRY_ATTEMPT_HEADER, Integer.toString(attempt));
        }
        SnappyBlock block = request.block();
        return poster.post(block.body(), block.bodyLength(), headers, asV2 ? this::readV2 : AnswerRules::v1);
    }

    private SendResult readV2(HttpReply reply) {
        WrittenCount written = WrittenCount.of(reply);
        int sent = prepared().sampleCount();
        fallsBack = negotiation.fallsBack(reply.status(), written, wallClockMs.getAsLong());
        if (written.samples() > sent && !excessLogged) {
            excessLogged = true;
            log.warn(
                    "upstream {}: says that it stored {} of {} samples; taken for all of them",
                    options.name(),
                    written.samples(),
                    sent);
        }
        return AnswerRules.v2(reply, written, sent);
    }

    @Override
    public void abort() {
        poster.abort();
    }
}
