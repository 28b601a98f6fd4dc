package dev.holdfast.forwarder;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.List;

/**
 * When an interval that was set aside is tried again: one of them every ten minutes, and the next at once after one of
 * them went through. One thread.
 */
final class Parking {
    /** How often one of the intervals that were set aside is tried again. */
    static final long UNPARK_MS = 600_000;

    private final Ledger ledger;
    private long dueMs;
    private boolean onTrial;

    /** Nothing is tried again before a first wait, which begins now. */
    Parking(Ledger ledger, long monotonicMs) {
        this.ledger = ledger;
        this.dueMs = monotonicMs + UNPARK_MS;
    }

    /** Makes one interval that was set aside pending again when it is time to; true when there was one. */
    boolean unpark(List<TimeRange> populated, long monotonicMs) {
        if (monotonicMs < dueMs) {
            return false;
        }
        dueMs = monotonicMs + UNPARK_MS;
        IntervalLedger intervals = ledger.intervals();
        for (TimeRange stretch : populated) {
            for (IntervalLedger.Entry entry : intervals.within(stretch)) {
                if (entry.state() == LedgerState.PARKED) {
                    long to = Math.min(entry.toExclusiveMs(), entry.fromInclusiveMs() + LanePolicy.BAND_GRID_MS);
                    return reopen(new TimeRange(entry.fromInclusiveMs(), to));
                }
            }
        }
        return false;
    }

    private boolean reopen(TimeRange range) {
        try {
            ledger.reopen(range);
            onTrial = true;
            return true;
        } catch (IOException e) {
            return false; // cannot be written now; its turn comes again
        }
    }

    /** An interval was settled: when it was the one on trial and went through, the next one is due at once. */
    void settled(LedgerState state, long monotonicMs) {
        if (onTrial && state != LedgerState.PARKED) {
            dueMs = monotonicMs;
        }
        onTrial = false;
    }
}
