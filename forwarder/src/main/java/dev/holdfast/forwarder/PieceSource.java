package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.TimeRange;
import org.jspecify.annotations.Nullable;

/** Gives the samples of an interval piece by piece, in memory that does not grow with the interval. One thread. */
interface PieceSource extends AutoCloseable {
    /** What it covers; the samples inside that can be sent are all given, as of the snapshot they come from. */
    TimeRange range();

    /** Moves to the next piece, which is not empty; the one before is no longer valid. False at the end. */
    boolean advance();

    /** The piece moved to. */
    Piece piece();

    /** The part of the range that is complete once this piece, and all before it, are through; null when none is. */
    @Nullable
    TimeRange completes();

    /** The part of the range that no piece completed: complete at the end. May be empty. */
    TimeRange remainder();

    /** Samples so far that are not given, since they cannot be sent. */
    long omitted();

    /** Whether everything could be read so far; if not, samples are missing from the pieces. */
    boolean isWhole();

    /** Lets go of the snapshot. */
    @Override
    void close();
}
