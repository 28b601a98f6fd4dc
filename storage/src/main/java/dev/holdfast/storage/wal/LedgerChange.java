package dev.holdfast.storage.wal;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a ledger as the log keeps it: ranges that are pending again, then entries that hold from now on, then a new
 * note. With all of them empty it says that the ledger exists.
 *
 * @param name the ledger's
 * @param reopened ranges to take out
 * @param settled entries to put in, after that
 * @param note replaces the note, unless null
 */
public record LedgerChange(
        String name, List<TimeRange> reopened, List<IntervalLedger.Entry> settled, Ledger.@Nullable Note note) {

    /** The ledger after the change. */
    public IntervalLedger applyTo(IntervalLedger before) {
        IntervalLedger after = before;
        for (TimeRange range : reopened) {
            after = after.without(range);
        }
        for (IntervalLedger.Entry entry : settled) {
            after = after.with(
                    new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs()), entry.state(), entry.detail());
        }
        return after;
    }
}
