package dev.holdfast.storage.manifest;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as the manifest keeps it.
 *
 * @param intervals its state
 * @param note its note, or null
 */
public record LedgerRecord(IntervalLedger intervals, Ledger.@Nullable Note note) {
    /** A ledger that was just opened. */
    public static final LedgerRecord EMPTY = new LedgerRecord(IntervalLedger.EMPTY, null);
}
