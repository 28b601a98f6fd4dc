package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.Ledger;
import java.util.ArrayDeque;
import java.util.List;

/** A claimed interval on its way: what is still to be sent of it, and what became of the rest. One thread. */
final class Flight {
    private final Ledger.Claim claim;
    private final PieceSource source;
    private final ArrayDeque<Piece> toSend = new ArrayDeque<>();
    private int splitsLeft;
    private long samples;
    private int failures;
    private long firstFailureMs;
    private int parkedInARow;
    private Tally tally = new Tally();

    Flight(Ledger.Claim claim, PieceSource source) {
        this.claim = claim;
        this.source = source;
    }

    Ledger.Claim claim() {
        return claim;
    }

    PieceSource source() {
        return source;
    }

    /** What the requests of the part under way have come to. */
    Tally tally() {
        return tally;
    }

    /** Begins the tally of the next part. */
    void nextPart() {
        tally = new Tally();
    }

    /** Loads the next piece of the source; false at its end. */
    boolean load(int splits) {
        splitsLeft = splits;
        if (!source.advance()) {
            return false;
        }
        samples += source.piece().sampleCount();
        toSend.push(source.piece());
        return true;
    }

    /** What to send now. */
    Piece current() {
        return toSend.element();
    }

    /** The current piece is dealt with; true when nothing is left of what was loaded. */
    boolean pop() {
        toSend.pop();
        failures = 0;
        return toSend.isEmpty();
    }

    /** Replaces the current piece by two smaller ones; false when it cannot be cut, or often enough was. */
    boolean split(Piece.Axis axis) {
        List<Piece> halves = splitsLeft > 0 ? current().halves(axis) : List.of();
        if (halves.isEmpty()) {
            return false;
        }
        splitsLeft--;
        toSend.pop();
        toSend.push(halves.get(1));
        toSend.push(halves.get(0));
        failures = 0;
        return true;
    }

    /** As {@link #split}, for a piece that is too large rather than refused; without a bound. */
    boolean shrink() {
        splitsLeft++;
        return split(Piece.Axis.SERIES) || splitsLeft-- < 0;
    }

    /** Whether a piece reaches up to the newest sample that was loaded with it. */
    boolean reachesNewest(Piece piece) {
        return piece.range().toExclusiveMs() == source.piece().range().toExclusiveMs();
    }

    /** Whether a piece holds the newest samples that were loaded, of all the series that were. */
    boolean isNewestOfAllSeries(Piece piece) {
        Piece loaded = source.piece();
        return reachesNewest(piece)
                && piece.fromSeries() == loaded.fromSeries()
                && piece.toSeries() == loaded.toSeries();
    }

    /** Counts a failed attempt at the current piece. */
    void failed(long monotonicMs) {
        if (failures == 0) {
            firstFailureMs = monotonicMs;
        }
        failures++;
    }

    /** Failed attempts at the current piece. */
    int failures() {
        return failures;
    }

    /** When the current piece failed first, monotonic milliseconds. */
    long firstFailureMs() {
        return firstFailureMs;
    }

    /** Counts pieces set aside one after the other; any other outcome ends the row. */
    int parkedInARow(boolean parked) {
        parkedInARow = parked ? parkedInARow + 1 : 0;
        return parkedInARow;
    }

    /** Samples loaded so far. */
    long samples() {
        return samples;
    }
}
