package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.storage.Ledger;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    private @Nullable Piece suspect;
    private int probes;
    private boolean poisoned;
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
        poisoned = false;
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

    /** The current piece is dealt with. */
    void pop() {
        toSend.pop();
        failures = 0;
    }

    /** Replaces the current piece by smaller ones; false when there are none, or it was cut often enough. */
    boolean split(List<Piece> halves) {
        if (halves.isEmpty() || splitsLeft == 0) {
            return false;
        }
        splitsLeft--;
        replace(halves);
        return true;
    }

    /** As {@link #split}, for a piece that is too large rather than refused: without a bound. */
    boolean shrink() {
        List<Piece> halves = current().halves(Piece.Axis.SERIES);
        if (halves.isEmpty()) {
            return false;
        }
        replace(halves);
        return true;
    }

    /** As {@link #split}, between ticks and without a bound: what was loaded has few of them. */
    boolean splitTicks() {
        List<Piece> halves = current().halvesInTime();
        if (halves.isEmpty()) {
            return false;
        }
        replace(halves);
        return true;
    }

    /** Lets the other pieces of what was loaded go first. */
    void rotate() {
        toSend.add(toSend.pop());
        failures = 0;
    }

    private void replace(List<Piece> halves) {
        toSend.pop();
        toSend.push(halves.get(1));
        toSend.push(halves.get(0));
        failures = 0;
    }

    /** Whether a piece reaches up to the newest sample that was loaded with it. */
    boolean reachesNewest(Piece piece) {
        return piece.range().toExclusiveMs() == source.piece().range().toExclusiveMs();
    }

    /**
     * Replaces the current piece, all of one tick, by a few probes; false when it is a single sample. When a probe is taken, the
     * upstream did not have the tick, and there is poison in it; when none is, the upstream has it.
     */
    boolean probe() {
        List<Piece> pieces = current().probes(source.piece().range());
        if (current().sampleCount() < 2) {
            return false;
        }
        suspect = toSend.pop();
        probes = pieces.size();
        for (int i = pieces.size() - 1; i >= 0; i--) {
            toSend.push(pieces.get(i));
        }
        return true;
    }

    /** What the current piece is a probe of; null when it is none. */
    @Nullable
    Piece suspect() {
        return suspect;
    }

    /** The current probe was refused; true when it was the last. */
    boolean popProbe() {
        toSend.pop();
        failures = 0;
        if (--probes > 0) {
            return false;
        }
        suspect = null;
        return true;
    }

    /** A probe was taken: cuts the suspect in two, and from here on refusals mean poison. */
    void foundPoison() {
        List<Piece> halves = Objects.requireNonNull(suspect).halves(Piece.Axis.SERIES);
        for (; probes > 0; probes--) {
            toSend.pop();
        }
        toSend.push(halves.get(1));
        toSend.push(halves.get(0));
        suspect = null;
        poisoned = true;
        failures = 0;
    }

    /** Whether what is loaded is known to hold poison, and to be new to the upstream. */
    boolean poisoned() {
        return poisoned;
    }

    /** Whether nothing is left of what was loaded. */
    boolean isEmpty() {
        return toSend.isEmpty();
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
