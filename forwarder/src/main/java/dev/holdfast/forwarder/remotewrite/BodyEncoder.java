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

    /** The request, until the next encode. */
    SnappyBlock block();

    /** Number of samples in the request. */
    int sampleCount();

    /** Number of samples of the piece that are not in the request, since this version has no words for their series. */
    default int leftOutCount() {
        return 0;
    }

    /** One of the series that were left out, or null. */
    default @Nullable Labels leftOut() {
        return null;
    }
}
