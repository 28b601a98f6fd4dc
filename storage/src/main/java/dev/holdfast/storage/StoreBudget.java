package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.partition.DiskBudget;
import dev.holdfast.storage.partition.Retention;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps the store within its age and its bound on disk, which holds for all files together and at every moment: what is
 * about to be written has its room before it is begun.
 *
 * <p>So a share of the bound is kept free, an eighth: a merge needs as much room as its inputs take, and while memtables wait for
 * the disk they may need a log segment each. One thread at a time: the lock of the maintenance.
 */
final class StoreBudget {
    private static final int FREE_PARTS = 8;
    private static final long SMALL_FILES_BYTES = 64 << 10;

    private final Store store;
    private final LiveFiles files;
    private final StoreMerges merges;
    private final Drop drop;

    /** Makes a version without some runs live. */
    interface Drop {
        void drop(Collection<Run> removed) throws IOException;
    }

    StoreBudget(Store store, LiveFiles files, StoreMerges merges, Drop drop) {
        this.store = store;
        this.files = files;
        this.merges = merges;
        this.drop = drop;
    }

    /** Bytes of all files of the store: live and to be deleted, put aside and unfinished, log and manifests. */
    long usedBytes() {
        return store.stats().totalBytes() + merges.unfinishedBytes() + files.otherBytes();
    }

    /** Whether so many bytes more stay within the bound. */
    boolean fits(long bytes) {
        long bound = store.options().maxBytes();
        return bound == 0 || usedBytes() + bytes <= bound;
    }

    /** Lets go of what is too old, or does one step towards the bound when there is too much; whether it did something. */
    boolean step() throws IOException {
        StoreOptions options = store.options();
        List<RunInfo> infos = store.state().version().infos();
        if (options.retentionMs() > 0) {
            List<RunInfo> expired = Retention.expired(infos, options.clock().getAsLong(), options.retentionMs());
            if (!expired.isEmpty()) {
                let(expired);
                return true;
            }
        }
        if (fits(freeBytes())) {
            return false;
        }
        DiskBudget.Step next = DiskBudget.next(infos, store.ledgerStates(), merges::isPostponed);
        if (next instanceof DiskBudget.Thin thin) {
            if (merges.isThinning() && fits(urgentBytes())) {
                return false; // it goes on
            }
            CompactionPlan plan = new CompactionPlan(
                    thin.window(), RunInfo.LEVEL_DENSE, thin.tier().number(), thin.runs());
            // What is left is less than half, see DiskBudget.
            if (fits(urgentBytes() + plan.inputBytes() / 2) && merges.thin(plan)) {
                return true;
            }
            return fits(urgentBytes()) ? false : makeRoom();
        }
        if (next instanceof DiskBudget.Drop gone) {
            let(gone.runs());
            return true;
        }
        return false;
    }

    /**
     * Has room for what must be written now, if need be by letting go of the oldest.
     *
     * @throws IOException when there is nothing that could go
     */
    void require(long bytes) throws IOException {
        while (!fits(bytes)) {
            if (!makeRoom()) {
                throw new IOException("storage.max_bytes is too small: "
                        + store.options().maxBytes() + " bytes, of which " + usedBytes() + " are in use, " + bytes
                        + " more are needed, and nothing can go; raise it");
            }
        }
    }

    private boolean makeRoom() throws IOException {
        DiskBudget.Step step = DiskBudget.next(store.state().version().infos(), store.ledgerStates(), window -> true);
        if (step instanceof DiskBudget.Drop gone) {
            let(gone.runs());
            return true;
        }
        return false;
    }

    /** What may be needed before the next step: a log segment for each memtable, and one to be written out. */
    private long urgentBytes() {
        long memtable = store.options().memtableBytes();
        return (long) WritePath.MEMTABLES * Store.segmentBytes(store.options()) + memtable / 4 + SMALL_FILES_BYTES;
    }

    private long freeBytes() {
        long bound = store.options().maxBytes();
        return Math.min(bound / 2, bound / FREE_PARTS + urgentBytes());
    }

    private void let(List<RunInfo> gone) throws IOException {
        for (String name : store.ledgers().names()) {
            note(name, gone, LedgerState.EVICTED);
        }
        Version version = store.state().version();
        List<Run> removed = new ArrayList<>();
        for (Run run : version.runs()) {
            if (gone.contains(run.info())) {
                removed.add(run);
            }
        }
        merges.giveUpIfMerging(removed);
        drop.drop(removed);
    }

    /** Notes in the ledgers that samples of a run gave way to rows before they were sent. */
    void noteThinned(Collection<RunInfo> runs) {
        for (String name : store.ledgers().names()) {
            note(name, runs, LedgerState.THINNED);
        }
    }

    /**
     * Notes in a ledger what becomes of what was not dealt with. The manifest that follows has it too, so a log that is full keeps
     * nothing from being dropped.
     */
    private void note(String name, Collection<RunInfo> runs, LedgerState state) {
        Supplier<LedgerChange> change = () -> {
            List<IntervalLedger.Entry> entries = new ArrayList<>();
            IntervalLedger intervals = store.ledgerIntervals(name);
            for (RunInfo run : runs) {
                // The whole window, so that neighbours join and the ledger stays short.
                for (TimeRange range : intervals.pending(run.partition())) {
                    entries.add(new IntervalLedger.Entry(range.fromInclusiveMs(), range.toExclusiveMs(), state, 0));
                }
            }
            return new LedgerChange(name, List.of(), entries, null);
        };
        try {
            store.writes().changeLedger(change);
        } catch (IOException e) {
            store.writes().changeLedgerInMemory(change);
        }
    }
}
