package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Turns pieces into bodies of requests, in one version of the protocol. The same piece gives the same bytes, so that a
 * request that is sent again is the same request. Buffers are used again. One thread.
 */
interface BodyEncoder {
    /** Replaces the content by the request for a piece; series without samples in it are left out. */
    void encode(Piece piece);

    /** The body in the first {@link #bodyLength()} bytes; valid, and not to be changed, until the next encode. */
    byte[] body();

    /** Length of the body, bytes. */
    int bodyLength();

    /** Length before compression, bytes: what receivers bound. */
    int rawLength();

    /** Number of samples in the request. */
    int sampleCount();

    /** Number of samples of the piece that are not in the request, since this version has no words for their series. */
    int leftOutCount();

    /** One of the series that were left out, or null. */
    @Nullable
    Labels leftOut();
}
