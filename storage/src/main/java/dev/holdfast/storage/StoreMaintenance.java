package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.tombstone.Tombstones;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes the set of sstables, one step at a time, each ending in one manifest.
 *
 * <p>The order of a step is what makes it safe: the new files are complete and durable under their names before the
 * manifest that lists them is; the old ones are deleted after. A crash between leaves files that no manifest lists, which
 * the next start deletes. One thread at a time, by the lock here; readers are not affected.
 */
final class StoreMaintenance {
    /** Room for a manifest and some more. */
    static final long SMALL_FILE_BYTES = 256 << 10;

    private final Store store;
    private final Directory directory;
    private final LiveFiles files;
    private final WriteCounter writes;
    private final StoreMerges merges;
    private final StoreBudget budget;
    private static final long LEDGERS_MS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile String degraded = "";
    private final LogSync sync;
    private @Nullable IOException problem; // of the step under way

    StoreMaintenance(Store store, ManifestStore.Loaded loaded, long cacheBytes) {
        this.store = store;
        this.directory = store.directory();
        this.files = new LiveFiles(directory, loaded, new BlockCache(cacheBytes));
        this.writes = new WriteCounter(loaded.manifest().totals(), store.wal()::writtenBytes);
        this.merges = new StoreMerges(
                store, files, writes, (removed, added, damaged) -> commit(removed, added, null, damaged));
        this.budget = new StoreBudget(store, files, merges, removed -> commit(removed, List.of(), null));
        merges.within(budget);
        this.sync = new LogSync(store);
    }

    /** Opens the runs that the manifest lists. */
    Version openRuns() throws IOException {
        return files.openRuns(store.damageLog());
    }

    /** Gives ids and temporary names to new files. */
    MemtableFlush.RunNames names() {
        return files;
    }

    /** Why the store is not what it should be, or empty. */
    String degraded() {
        return degraded;
    }

    /** Something failed that leaves samples in memory only, or work undone. */
    void degrade(IOException e) {
        String message = e.getMessage();
        degraded = message == null ? e.getClass().getSimpleName() : message;
    }

    /** A part of a step; whether it did something after which there may be more to do. */
    private interface Duty {
        boolean run() throws IOException;
    }

    /**
     * One step; whether there is more to do. A duty that fails keeps none of the others from being tried: on a full disk it
     * is dropping old partitions that makes room, and memtables may fit where a log segment does not.
     */
    boolean step() {
        lock.lock();
        try {
            problem = null;
            attempt(this::syncIfDue);
            attempt(this::resumeLogging);
            attempt(this::tidyUp);
            attempt(this::commitFirst);
            boolean more = attempt(budget::step);
            freezeIfPast();
            more = more || attempt(() -> flushOldest(true)) || attempt(() -> merges.step(false));
            if (!more && problem == null) {
                attempt(this::prepareLog);
            } else if (problem != null) {
                attempt(this::releaseSpare);
            }
            IOException failure = problem;
            if (failure != null) {
                degrade(failure);
            } else if (store.writes().isLogging()) {
                degraded = "";
            }
            return more && failure == null;
        } finally {
            lock.unlock();
        }
    }

    private boolean resumeLogging() throws IOException {
        if (!store.writes().isLogging()) {
            store.requireRoom(store.wal().bytesToAllocate());
            store.writes().resumeLogging();
        }
        return false;
    }

    private boolean prepareLog() throws IOException {
        long bytes = store.wal().bytesToAllocate();
        if (bytes > 0 && budget.fits(bytes)) {
            store.requireRoom(bytes);
            store.wal().prepare();
        }
        return false;
    }

    /** On a full disk the spare segment is what lets a manifest be written that drops old partitions. */
    private boolean releaseSpare() throws IOException {
        if (directory.usableBytes() < SMALL_FILE_BYTES + store.options().memtableBytes()) {
            store.wal().releaseSpare();
        }
        return false;
    }

    private boolean attempt(Duty duty) {
        try {
            return duty.run();
        } catch (IOException e) {
            if (problem == null) {
                problem = e; // the first says it; those that follow from it say less
            }
            return false;
        }
    }

    /** A new store, and one whose manifest was lost, has none until this. */
    private boolean commitFirst() throws IOException {
        if (files.wantsFirstCommit()) {
            commit(List.of(), List.of(), null);
        }
        return false;
    }

    private boolean syncIfDue() throws IOException {
        sync.step();
        return false;
    }

    /** See {@link Store#syncIfDue}; beside a step, for which it does not wait. */
    long syncBesideStep() {
        // Where each tick is synced as it is appended, what is left are the ledgers.
        long leastMs = store.options().syncIntervalMs() == 0 ? LEDGERS_MS : 0;
        try {
            return Math.max(leastMs, sync.step());
        } catch (IOException e) {
            degrade(e);
            return Math.max(leastMs, store.options().syncIntervalMs());
        }
    }

    /** A partition whose time is over can be sealed only when nothing of it is in memory. */
    private void freezeIfPast() {
        Memtable active = store.state().active();
        if (!active.isEmpty()) {
            long partitionMs = store.options().partitionMs();
            long end = (Math.floorDiv(active.timeRange().fromInclusiveMs(), partitionMs) + 1) * partitionMs;
            if (end <= sealedBeforeMs()) {
                store.writes().freeze();
            }
        }
    }

    private long sealedBeforeMs() {
        return store.options().clock().getAsLong() - store.options().sealGraceMs();
    }

    /** Writes all memtables out. */
    void flushAll() throws IOException {
        lock.lock();
        try {
            store.writes().freeze();
            while (flushOldest(true)) {
                // one after the other, the oldest first
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same when no tick will follow. What is in memory only is tried even where the disk may be too full, and no room is
     * taken for another segment of the log: else it is lost for certain.
     */
    void flushAllAtEnd() throws IOException {
        if (!store.writes().hasLogFailed()) {
            flushAll();
            return;
        }
        lock.lock();
        try {
            attempt(this::releaseSpare);
            store.writes().freezeAtEnd();
            while (flushOldest(false)) {
                // one after the other, the oldest first
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean flushOldest(boolean roomFirst) throws IOException {
        List<Memtable> frozen = store.state().frozen();
        if (frozen.isEmpty()) {
            return false;
        }
        Memtable oldest = frozen.get(0);
        budget.require(oldest.bytes() / 4);
        if (roomFirst) {
            store.requireRoom(oldest.bytes() / 4);
        }
        MemtableFlush flush = new MemtableFlush(directory, store.options().partitionMs(), files);
        List<RunInfo> written = flush.write(oldest, store.registry());
        writes.flushed(written);
        commit(List.of(), written, oldest);
        return true;
    }

    void compactFully() throws IOException {
        lock.lock();
        try {
            flushAll();
            while (merges.step(true)) {
                // a slice after the other, until nothing is left to merge
            }
            degraded = "";
        } finally {
            lock.unlock();
        }
    }

    /** Merges runs that are not live into a file under its temporary name. */
    Optional<RunInfo> merge(List<Run> inputs, CompactionPlan plan, Consumer<Damage> damages) throws IOException {
        return merges.mergeAside(inputs, plan, damages);
    }

    /** Ends the merge under way without a result: the store is about to be closed. */
    void giveUpMerging() {
        lock.lock();
        try {
            merges.giveUp();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all files of the store. */
    long usedBytes() {
        return budget.usedBytes();
    }

    /**
     * Makes the store whole again, see {@link Mending}.
     *
     * @param damaged names of sstables that cannot be read whole
     * @param lost time in which samples were lost
     */
    void mend(Set<String> damaged, List<TimeRange> lost) throws IOException {
        exclusively(() -> new Mending(store, this, files).run(damaged, lost));
    }

    /**
     * Replaces runs by others that have what can be read of them, with one manifest. Called with the lock held.
     *
     * @param rewrites what is to be written, in the order of age
     * @param tombstones what is deleted of the inputs
     * @param aside names of files that are kept aside and not deleted
     */
    void replace(List<Mending.Rewrite> rewrites, List<Run> removed, Tombstones tombstones, Set<String> aside)
            throws IOException {
        long bytes = 0;
        for (Mending.Rewrite rewrite : rewrites) {
            bytes += rewrite.plan().inputBytes();
        }
        store.requireRoom(bytes);
        merges.giveUpIfMerging(removed);
        Set<String> damaged = new HashSet<>(aside);
        List<RunInfo> added = new ArrayList<>();
        for (Mending.Rewrite rewrite : rewrites) {
            merges.mergeAside(rewrite.inputs(), rewrite.plan(), tombstones, damage -> damaged.add(damage.file()))
                    .ifPresent(added::add);
        }
        commit(removed, added, null, damaged);
    }

    /** Writes a manifest of what is there. Called with the lock held. */
    void commitAsIs() throws IOException {
        commit(List.of(), List.of(), null);
    }

    /** Counts runs that were written beside the live ones. */
    WriteCounter writes() {
        return writes;
    }

    /** What was written so far, and what was appended, in memory or not. */
    WriteTotals writeTotals() {
        WriteTotals totals = writes.totals();
        for (Memtable memtable : store.state().memtables()) {
            totals = totals.withMoreSamples(memtable.sampleCount());
        }
        return totals;
    }

    /** The id that the next new run will have. */
    long nextRunId() {
        return files.nextRunId();
    }

    /** Deletes: makes tombstones count, and drops the runs that are deleted whole, all with one manifest. */
    void commitDeleted(Tombstones tombstones, Collection<Run> whole) throws IOException {
        merges.giveUpIfMerging(whole);
        commit(store.state().version().with(tombstones), whole, List.of(), null, Set.of(), 0);
    }

    /** Does something while nothing else changes the set of runs. */
    void exclusively(IoAction action) throws IOException {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** What may fail for the disk's reasons. */
    interface IoAction {
        void run() throws IOException;
    }

    /** Whether a run with time in common counts as newer than a run that is not live yet, or is about to be merged so. */
    boolean isOvertaken(RunInfo loaded) {
        for (Run run : store.state().version().runs()) {
            if (run.info().partition().overlaps(loaded.partition())
                    && run.info().id() > loaded.id()) {
                return true;
            }
        }
        return merges.overtakes(loaded);
    }

    /** Makes loaded runs live, and tells the ledgers whether they are to be sent. */
    void commitLoaded(List<RunInfo> loaded, long samples, boolean forward) throws IOException {
        lock.lock();
        try {
            IntervalLedger populated = IntervalLedger.EMPTY;
            try (Snapshot snapshot = store.snapshot()) {
                for (TimeRange range : snapshot.populated()) {
                    populated = populated.with(range, LedgerState.DELIVERED, 0);
                }
            }
            for (String name : store.ledgers().names()) {
                tellLedger(name, loaded, populated, forward);
            }
            commit(store.state().version(), List.of(), loaded, null, Set.of(), samples);
            if (forward) {
                // Again, for a claim that was taken after the first time and before the samples could be seen.
                for (String name : store.ledgers().names()) {
                    tellLedger(name, loaded, populated, true);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellLedger(String name, List<RunInfo> loaded, IntervalLedger populated, boolean forward)
            throws IOException {
        List<TimeRange> reopened = new ArrayList<>();
        List<IntervalLedger.Entry> skipped = new ArrayList<>();
        IntervalLedger intervals = store.ledgerIntervals(name);
        for (RunInfo run : loaded) {
            if (forward) {
                reopened.add(run.range());
                continue;
            }
            for (TimeRange fresh : populated.pending(run.range())) {
                for (TimeRange range : intervals.pending(fresh)) {
                    skipped.add(new IntervalLedger.Entry(
                            range.fromInclusiveMs(), range.toExclusiveMs(), LedgerState.SKIPPED, 0));
                }
            }
        }
        if (!reopened.isEmpty() || !skipped.isEmpty()) {
            store.writes().changeLedger(() -> new LedgerChange(name, reopened, skipped, null));
        }
    }

    private void commit(Collection<Run> removed, Collection<RunInfo> added, @Nullable Memtable flushed)
            throws IOException {
        commit(store.state().version(), removed, added, flushed, Set.of(), flushed == null ? 0 : flushed.sampleCount());
    }

    private void commit(
            Collection<Run> removed, Collection<RunInfo> added, @Nullable Memtable flushed, Set<String> damaged)
            throws IOException {
        commit(store.state().version(), removed, added, flushed, damaged, 0);
    }

    /**
     * Gives new files their names, writes the manifest, shows the new version, deletes old files.
     *
     * @param before the version that is changed
     * @param flushed the memtable whose samples are in {@code added}, or null
     * @param damaged names of removed files that are kept aside, since not all of them could be read
     * @param samples that were in no live run before
     */
    private void commit(
            Version before,
            Collection<Run> removed,
            Collection<RunInfo> added,
            @Nullable Memtable flushed,
            Set<String> damaged,
            long samples)
            throws IOException {
        Version version;
        try {
            version = files.commit(
                    before,
                    removed,
                    added,
                    firstSegmentWithout(flushed),
                    writes.totals().withMoreSamples(samples),
                    store.ledgers().records());
        } catch (IOException e) {
            attempt(this::tidyUp);
            throw e;
        }
        writes.kept(samples);
        store.writes().install(version, flushed);
        files.discard(removed, damaged);
        // The work is done and durable: what cannot be tidied up now is tidied up at a later step.
        attempt(() -> {
            store.wal().releaseBefore(files.firstSegment());
            return false;
        });
        attempt(this::tidyUp);
    }

    private boolean tidyUp() throws IOException {
        files.tidyUp();
        return false;
    }

    /** The log segment from which replay must begin once a memtable is written out. */
    private long firstSegmentWithout(@Nullable Memtable flushed) {
        WritePath.State state = store.state();
        for (Memtable memtable : state.frozen()) {
            if (memtable != flushed) {
                return memtable.firstSegment();
            }
        }
        return state.active().firstSegment();
    }
}
