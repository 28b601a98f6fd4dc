package dev.holdfast.forwarder.exchange;

import dev.holdfast.forwarder.batch.Piece;

/**
 * A protocol, spoken with one upstream: makes the request for a piece and sends it. Used by the upstream's one thread, but
 * for {@link #abort()}.
 */
public interface Exchange {
    /** Requests are smaller than this before compression, bytes, unless a single sample is larger. */
    int RAW_BYTES_MAX = 4 << 20;

    /**
     * Whether the protocol has a form for a sample. What it has none for is in no piece. The same sample always gets the
     * same answer.
     */
    default boolean carries(long timestampMs, long valueBits) {
        return true;
    }

    /**
     * Makes the request for a piece; it stays until the next one is made. The same piece gives the same bytes.
     *
     * @param piece with at least one sample; read until the request is replaced
     * @return length before compression, bytes: what receivers bound
     */
    int prepare(Piece piece);

    /** Length of the request's body as it goes over the line, bytes. */
    int bodyLength();

    /**
     * How many samples of the piece are not in the request, since the protocol has no words for their series. They count as
     * refused; when that is all of the piece, nothing is to be sent. May change while the request is sent.
     */
    default int leftOutCount() {
        return 0;
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @param attempt 0 for the first time, 1 for the first repetition
     */
    SendResult send(int attempt);

    /** Ends a request that is under way, from any thread; it comes back as one to be retried. Takes a second at most. */
    void abort();
}
