package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionJob;
import dev.holdfast.storage.compaction.CompactionPicker;
import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Retention;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes the set of sstables, one step at a time, each ending in one manifest.
 *
 * <p>The order of a step is what makes it safe: the new files are complete and durable under their names before the
 * manifest that lists them is; the old ones are deleted after. A crash between leaves files that no manifest lists, which
 * the next start deletes. One thread at a time, by the lock here; readers are not affected.
 */
final class StoreMaintenance {
    private static final long POSTPONE_MS = 60_000;

    /** Room for a manifest and some more. */
    private static final long SMALL_FILE_BYTES = 256 << 10;

    private final Store store;
    private final Directory directory;
    private final LiveFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String degraded = "";
    private long syncedAtMs;
    private @Nullable IOException problem; // of the step under way

    /** Partitions that could not be merged, and when to try again. */
    private final Map<Long, Long> postponedUntilMs = new HashMap<>();

    StoreMaintenance(Store store, ManifestStore.Loaded loaded, long cacheBytes) {
        this.store = store;
        this.directory = store.directory();
        this.files = new LiveFiles(directory, loaded, new BlockCache(cacheBytes));
        this.syncedAtMs = store.options().clock().getAsLong();
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
            boolean more = attempt(this::dropOne);
            freezeIfPast();
            more = more || attempt(this::flushOldest) || attempt(() -> compactOne(false));
            if (!more && problem == null) {
                attempt(this::prepareLog);
            } else if (problem != null) {
                attempt(this::releaseSpare);
            }
            IOException failure = problem;
            if (failure != null) {
                degrade(failure);
            } else if (store.isLogging()) {
                degraded = "";
            }
            return more && failure == null;
        } finally {
            lock.unlock();
        }
    }

    private boolean resumeLogging() throws IOException {
        if (!store.isLogging()) {
            requireRoom(store.wal().bytesToAllocate());
            store.resumeLogging();
        }
        return false;
    }

    private boolean prepareLog() throws IOException {
        long bytes = store.wal().bytesToAllocate();
        if (bytes > 0) {
            requireRoom(bytes);
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

    /** Refuses work that a nearly full disk would end half-way: trying it again each second would wear the disk out. */
    private void requireRoom(long bytes) throws IOException {
        long usable = directory.usableBytes();
        if (usable < bytes + SMALL_FILE_BYTES) {
            throw new IOException("no space left on device: " + usable + " bytes free, " + (bytes + SMALL_FILE_BYTES)
                    + " needed; free some, or lower storage.max_bytes");
        }
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
        long nowMs = store.options().clock().getAsLong();
        long since = nowMs - syncedAtMs;
        if (since >= store.options().syncIntervalMs() || since < 0) {
            syncedAtMs = nowMs;
            store.syncLog();
        }
        return false;
    }

    /** A partition whose time is over can be sealed only when nothing of it is in memory. */
    private void freezeIfPast() {
        Memtable active = store.state().active();
        if (!active.isEmpty()) {
            long partitionMs = store.options().partitionMs();
            long end = (Math.floorDiv(active.timeRange().fromInclusiveMs(), partitionMs) + 1) * partitionMs;
            if (end <= sealedBeforeMs()) {
                store.freeze();
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
            store.freeze();
            while (flushOldest()) {
                // one after the other, the oldest first
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean flushOldest() throws IOException {
        List<Memtable> frozen = store.state().frozen();
        if (frozen.isEmpty()) {
            return false;
        }
        Memtable oldest = frozen.get(0);
        requireRoom(oldest.bytes() / 4);
        MemtableFlush flush = new MemtableFlush(directory, store.options().partitionMs(), files);
        List<RunInfo> written = flush.write(oldest, store.registry());
        commit(List.of(), written, oldest);
        return true;
    }

    void compactFully() throws IOException {
        lock.lock();
        try {
            flushAll();
            while (compactOne(true)) {
                // until nothing is left to merge
            }
            degraded = "";
        } finally {
            lock.unlock();
        }
    }

    private boolean compactOne(boolean everything) throws IOException {
        Version version = store.state().version();
        List<RunInfo> infos = new ArrayList<>();
        long nowMs = store.options().clock().getAsLong();
        postponedUntilMs.values().removeIf(until -> until <= nowMs || until > nowMs + POSTPONE_MS);
        for (Run run : version.runs()) {
            if (everything
                    || !postponedUntilMs.containsKey(run.info().partition().fromInclusiveMs())) {
                infos.add(run.info());
            }
        }
        Optional<CompactionPlan> plan = CompactionPicker.pick(infos, sealedBeforeMs(), everything);
        if (plan.isEmpty()) {
            return false;
        }
        List<Run> inputs = new ArrayList<>();
        for (Run run : version.runs()) {
            if (plan.get().inputs().contains(run.info())) {
                inputs.add(run);
            }
        }
        requireRoom(inputs.stream().mapToLong(run -> run.info().sizeBytes()).sum());
        Set<String> damaged = new HashSet<>();
        Optional<RunInfo> merged;
        try {
            merged = merge(inputs, plan.get(), damage -> {
                store.damageLog().add(damage);
                damaged.add(damage.file());
            });
        } catch (IOException e) {
            // A sector that cannot be read now must not keep every other partition from being merged.
            postponedUntilMs.put(plan.get().partition().fromInclusiveMs(), nowMs + POSTPONE_MS);
            throw e;
        }
        commit(inputs, merged.map(List::of).orElse(List.of()), null, damaged);
        return true;
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
     * Replaces runs by one that has what can be read of some of them. Called with the lock held.
     *
     * @param aside names of files that are kept aside and not deleted
     */
    void replace(List<Run> inputs, List<Run> removed, CompactionPlan plan, Set<String> aside) throws IOException {
        requireRoom(inputs.stream().mapToLong(run -> run.info().sizeBytes()).sum());
        Set<String> damaged = new HashSet<>(aside);
        Optional<RunInfo> merged = merge(inputs, plan, damage -> damaged.add(damage.file()));
        commit(removed, merged.map(List::of).orElse(List.of()), null, damaged);
    }

    /** Writes a manifest of what is there. Called with the lock held. */
    void commitAsIs() throws IOException {
        commit(List.of(), List.of(), null);
    }

    /** Merges runs into a file under its temporary name. */
    Optional<RunInfo> merge(List<Run> inputs, CompactionPlan plan, java.util.function.Consumer<Damage> damages)
            throws IOException {
        long id = files.nextId();
        return new CompactionJob(directory, inputs, plan.partition(), plan.level(), damages)
                .run(files.temporaryName(plan.partition().fromInclusiveMs(), id), id);
    }

    /** Drops what is too old, or one partition when there is too much. */
    private boolean dropOne() throws IOException {
        Version version = store.state().version();
        List<RunInfo> infos = new ArrayList<>();
        version.runs().forEach(run -> infos.add(run.info()));
        StoreOptions options = store.options();
        List<RunInfo> gone = List.of();
        if (options.retentionMs() > 0) {
            gone = Retention.expired(infos, options.clock().getAsLong(), options.retentionMs());
        }
        if (gone.isEmpty() && options.maxBytes() > 0 && store.stats().totalBytes() > options.maxBytes()) {
            gone = Retention.toEvict(infos, store.ledgerStates());
        }
        if (gone.isEmpty()) {
            return false;
        }
        for (String name : store.ledgers().names()) {
            evict(name, gone);
        }
        List<Run> removed = new ArrayList<>();
        for (Run run : version.runs()) {
            if (gone.contains(run.info())) {
                removed.add(run);
            }
        }
        commit(removed, List.of(), null);
        return true;
    }

    /**
     * Notes in a ledger what goes before it was dealt with. The manifest that drops the runs has it too, so a log that is
     * full keeps nothing from being dropped.
     */
    private void evict(String name, Collection<RunInfo> gone) {
        Supplier<LedgerChange> change = () -> {
            List<IntervalLedger.Entry> lost = new ArrayList<>();
            IntervalLedger intervals = store.ledgerIntervals(name);
            for (RunInfo run : gone) {
                for (TimeRange range : intervals.pending(run.range())) {
                    lost.add(new IntervalLedger.Entry(
                            range.fromInclusiveMs(), range.toExclusiveMs(), LedgerState.EVICTED, 0));
                }
            }
            return new LedgerChange(name, List.of(), lost, null);
        };
        try {
            store.changeLedger(change);
        } catch (IOException e) {
            store.changeLedgerInMemory(change);
        }
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

    /** Whether a live run of the same partition counts as newer than a run that is not live yet. */
    boolean isOvertaken(RunInfo loaded) {
        for (Run run : store.state().version().runs()) {
            if (run.info().partition().equals(loaded.partition()) && run.info().id() > loaded.id()) {
                return true;
            }
        }
        return false;
    }

    /** Makes loaded runs live, and tells the ledgers whether they are to be sent. */
    void commitLoaded(List<RunInfo> loaded, boolean forward) throws IOException {
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
            commit(List.of(), loaded, null);
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
            store.changeLedger(() -> new LedgerChange(name, reopened, skipped, null));
        }
    }

    private void commit(Collection<Run> removed, Collection<RunInfo> added, @Nullable Memtable flushed)
            throws IOException {
        commit(removed, added, flushed, Set.of());
    }

    /**
     * Gives new files their names, writes the manifest, shows the new version, deletes old files.
     *
     * @param flushed the memtable whose samples are in {@code added}, or null
     * @param damaged names of removed files that are kept aside, since not all of them could be read
     */
    private void commit(
            Collection<Run> removed, Collection<RunInfo> added, @Nullable Memtable flushed, Set<String> damaged)
            throws IOException {
        Version version;
        try {
            version = files.commit(
                    store.state().version(),
                    removed,
                    added,
                    firstSegmentWithout(flushed),
                    store.ledgers().records());
        } catch (IOException e) {
            attempt(this::tidyUp);
            throw e;
        }
        store.install(version, flushed);
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
        Store.State state = store.state();
        for (Memtable memtable : state.frozen()) {
            if (memtable != flushed) {
                return memtable.firstSegment();
            }
        }
        return state.active().firstSegment();
    }
}
