package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionJob;
import dev.holdfast.storage.compaction.CompactionPicker;
import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.Manifest;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Retention;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.wal.LedgerChange;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
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
final class StoreMaintenance implements MemtableFlush.RunNames {
    private static final long POSTPONE_MS = 60_000;

    /** Room for a manifest and some more. */
    private static final long SMALL_FILE_BYTES = 256 << 10;

    private final Store store;
    private final Directory directory;
    private final BlockCache cache;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong nextRunId;
    private final boolean rebuilt;
    private volatile String degraded = "";
    private Manifest manifest;
    private long syncedAtMs;
    private boolean rebuiltWritten;
    private @Nullable IOException problem; // of the step under way

    /** Files that no manifest lists any more and that are still to be deleted; true: renamed instead, for damage. */
    private final Map<String, Boolean> obsolete = new TreeMap<>();

    /** New files of a commit that failed when its manifest may have been on the disk already. */
    private final List<String> abandoned = new ArrayList<>();

    /** Partitions that could not be merged, and when to try again. */
    private final Map<Long, Long> postponedUntilMs = new HashMap<>();

    StoreMaintenance(Store store, ManifestStore.Loaded loaded, long cacheBytes) {
        this.store = store;
        this.directory = store.directory();
        this.cache = new BlockCache(cacheBytes);
        this.manifest = loaded.manifest();
        this.rebuilt = loaded.rebuilt();
        this.nextRunId = new AtomicLong(manifest.nextRunId());
        this.syncedAtMs = store.options().clock().getAsLong();
    }

    /** Opens the runs of the manifest; deletes sstables that it does not list, which a crash left behind. */
    Version openRuns() throws IOException {
        Set<String> listed = new HashSet<>();
        List<Run> runs = new ArrayList<>();
        List<RunInfo> present = new ArrayList<>();
        for (RunInfo info : manifest.runs()) {
            String name = name(info);
            listed.add(name);
            try {
                runs.add(new Run(info, new SstableReader(directory.open(name), cache)));
                present.add(info);
            } catch (NoSuchFileException e) {
                store.damageLog()
                        .add(new Damage(name, -1, "missing; " + info.sampleCount() + " samples are lost with it"));
            }
        }
        if (!rebuilt && present.size() == manifest.runs().size()) {
            for (String name : directory.list()) {
                if (FileNames.isSstable(name) && !listed.contains(name)) {
                    directory.delete(name);
                }
            }
        }
        return Version.of(runs);
    }

    @Override
    public long nextId() {
        return nextRunId.getAndIncrement();
    }

    @Override
    public String temporaryName(long partitionFromMs, long id) {
        return FileNames.sstable(partitionFromMs, id) + FileNames.TEMPORARY_SUFFIX;
    }

    private static String name(RunInfo info) {
        return FileNames.sstable(info.partition().fromInclusiveMs(), info.id());
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
            attempt(() -> {
                store.resumeLogging();
                return false;
            });
            attempt(this::deleteObsolete);
            attempt(this::commitFirst);
            boolean more = attempt(this::dropOne);
            freezeIfPast();
            more = more || attempt(this::flushOldest) || attempt(() -> compactOne(false));
            if (!more && problem == null) {
                attempt(() -> {
                    store.wal().prepare();
                    return false;
                });
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
        if (manifest.generation() == 0 || (rebuilt && !rebuiltWritten)) {
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
        MemtableFlush flush = new MemtableFlush(directory, store.options().partitionMs(), this);
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

    /** Merges runs into a file under its temporary name. */
    Optional<RunInfo> merge(List<Run> inputs, CompactionPlan plan, java.util.function.Consumer<Damage> damages)
            throws IOException {
        long id = nextId();
        return new CompactionJob(directory, inputs, plan.partition(), plan.level(), damages)
                .run(temporaryName(plan.partition().fromInclusiveMs(), id), id);
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
        List<Run> opened = new ArrayList<>();
        Version version;
        Manifest next;
        boolean mayBeOnDisk = false;
        try {
            for (RunInfo info : added) {
                directory.rename(temporaryName(info.partition().fromInclusiveMs(), info.id()), name(info));
                opened.add(new Run(info, new SstableReader(directory.open(name(info)), cache)));
            }
            directory.sync();
            version = store.state().version().with(removed, opened);
            List<RunInfo> infos = new ArrayList<>();
            version.runs().forEach(run -> infos.add(run.info()));
            next = new Manifest(
                    manifest.generation() + 1,
                    nextRunId.get(),
                    firstSegmentWithout(flushed),
                    List.copyOf(infos),
                    store.ledgers().records());
            ManifestStore.prepare(directory, next);
            mayBeOnDisk = true;
            ManifestStore.publish(directory, next);
        } catch (IOException e) {
            opened.forEach(Run::release);
            abandon(added, mayBeOnDisk);
            throw e;
        }
        manifest = next;
        rebuiltWritten = true;
        store.install(version, flushed);
        obsolete.put(FileNames.manifest(next.generation() - 2), false);
        for (Run run : removed) {
            obsolete.put(name(run.info()), damaged.contains(name(run.info())));
            run.release();
        }
        abandoned.forEach(name -> obsolete.put(name, false));
        abandoned.clear();
        // The work is done and durable: what cannot be tidied up now is tidied up at a later step.
        attempt(() -> {
            store.wal().releaseBefore(manifest.firstSegment());
            return false;
        });
        attempt(this::deleteObsolete);
    }

    /**
     * Gets rid of the files of a commit that failed. When its manifest may be on the disk a crash may bring it back, so its
     * files stay until a later manifest is certain.
     */
    private void abandon(Collection<RunInfo> added, boolean mayBeOnDisk) {
        for (RunInfo info : added) {
            if (mayBeOnDisk) {
                abandoned.add(name(info));
            } else {
                obsolete.put(temporaryName(info.partition().fromInclusiveMs(), info.id()), false);
                obsolete.put(name(info), false);
            }
        }
        attempt(this::deleteObsolete);
    }

    /** Deletes, or for damage puts aside, the files that are of no more use. */
    private boolean deleteObsolete() throws IOException {
        var files = obsolete.entrySet().iterator();
        while (files.hasNext()) {
            Map.Entry<String, Boolean> file = files.next();
            if (file.getValue()) {
                directory.rename(file.getKey(), file.getKey() + FileNames.QUARANTINE_SUFFIX);
            } else {
                directory.deleteIfExists(file.getKey());
            }
            files.remove();
        }
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
