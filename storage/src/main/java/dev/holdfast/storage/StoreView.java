package dev.holdfast.storage;

import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be read of a data directory, by the process that writes it and by any other. Any thread. */
public interface StoreView extends Closeable {
    /** An immutable view of every series now. */
    Snapshot snapshot();

    /** The names of the ledgers, sorted. */
    List<String> ledgerNames();

    /** The intervals of a ledger; empty when there is no ledger of that name. */
    IntervalLedger ledgerIntervals(String name);

    /** The newest note of a ledger, or null. */
    Ledger.@Nullable Note ledgerNote(String name);

    /** Counts and sizes. */
    StoreStats stats();

    /** Windows in which samples gave way to rollups, in time order; they may touch or overlap. */
    default List<TimeRange> thinned() {
        return List.of();
    }

    /** What was written in the life of the store; nothing by a view that is not on a disk. */
    default WriteTotals writeTotals() {
        return WriteTotals.NONE;
    }
}
