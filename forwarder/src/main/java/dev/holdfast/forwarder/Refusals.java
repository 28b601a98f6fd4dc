package dev.holdfast.forwarder;

import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SendResult;
import java.util.List;

/**
 * What becomes of a piece that an upstream refused: it is cut in two to find the culprit, within a bound, or counted as
 * refused, or as there already where a strict upstream may have it from an attempt without answer. One thread.
 */
final class Refusals {
    /** How often one refused batch is cut in two to find what is refused: enough for three poisonous series in 2000. */
    static final int SPLITS_MAX = 36;

    /** After this many batches of which nothing was taken there is no looking for the culprit. */
    static final int HOPELESS_AFTER = 2;

    private final Lane lane;
    private final Doubt doubt;
    private final SendCounters counters;
    private final Culprits culprits;
    private int whollyRefused;
    private boolean somethingTaken;

    Refusals(Lane lane, Doubt doubt, SendCounters counters, Culprits culprits) {
        this.culprits = culprits;
        this.lane = lane;
        this.doubt = doubt;
        this.counters = counters;
    }

    /** Something of the batch under way was taken. */
    void taken() {
        somethingTaken = true;
    }

    /** All of a batch was dealt with. */
    void batchDone() {
        whollyRefused = somethingTaken ? 0 : whollyRefused + 1;
        somethingTaken = false;
    }

    /** How often the next batch may be cut in two. */
    int splits() {
        return whollyRefused >= HOPELESS_AFTER ? 0 : SPLITS_MAX;
    }

    /**
     * Looks at a request of which a part was taken; true when smaller requests are next. A strict upstream that counts says
     * of the repetition of a request that it has already that it stored the newest tick of it. Only where an answer was lost
     * for sure: what is said to be stored is not to be sent again.
     */
    boolean splitInDoubt(Flight current, Piece piece) {
        return current.suspect() == null
                && doubt.wasUnanswered(piece.range())
                && isDoubtful(current, piece)
                && current.split(piece.halvesInTime());
    }

    private boolean isDoubtful(Flight current, Piece piece) {
        return lane == Lane.ORDERED && !current.poisoned() && doubt.covers(piece.range());
    }

    /** Deals with a refusal of the current piece; true when the flight is to proceed, false when smaller pieces are next. */
    boolean refused(Flight current, Piece piece, SendResult.Refused result) {
        Piece suspect = current.suspect();
        if (suspect != null) {
            if (!current.popProbe()) {
                return false;
            }
            current.tally().presumed(result.status(), suspect.sampleCount());
            return true;
        }
        boolean doubtful = isDoubtful(current, piece);
        boolean presumable = doubtful && !current.reachesNewest(piece);
        List<Piece> halves =
                presumable ? piece.halvesInTime() : piece.halves(doubtful ? Piece.Axis.TIME : Piece.Axis.SERIES);
        // A strict upstream refuses what it has already, and takes what is newer: ticks of both kinds lie side by
        // side where late samples made a stretch pending again. So ticks are told apart even where looking is hopeless.
        if (current.split(halves)
                || (lane == Lane.ORDERED && current.splitTicks())
                || (presumable && current.probe())) {
            return false; // smaller, new requests; this one is never sent again
        }
        if (presumable) {
            current.tally().presumed(result.status(), piece.sampleCount());
        } else {
            current.tally().refused(result.status());
            culprits.found(piece, "refused", result.status());
            counters.samplesRefused.addAndGet(piece.sampleCount());
        }
        current.pop();
        return true;
    }
}
