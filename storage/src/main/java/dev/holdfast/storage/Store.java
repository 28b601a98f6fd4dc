package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.wal.Wal;
import dev.holdfast.storage.wal.WalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that this process writes: the history, the source of queries and the backlog of every upstream.
 *
 * <p>One thread appends. Another steps {@link #maintain()}, which syncs the log, writes the memtable out, seals and merges
 * partitions, and drops what is too old or too much. Any thread takes snapshots and changes ledgers. A lock is held over
 * the one write call that a record of the log takes, and by nothing that reads.
 *
 * <p>A full or failing disk does not end the store: ticks are kept in memory within a bound, {@link StoreStats#degraded()}
 * says so, and {@link #maintain()} makes them durable when it can again.
 */
public final class Store implements StoreView {
    /** What became of a tick. */
    public enum Appended {
        /** It is in the log: it survives the death of the process. */
        LOGGED,
        /** It can be read, but a full or failing disk keeps it from being durable. */
        IN_MEMORY,
        /** There was no room for it, not even in memory. */
        REFUSED
    }

    private final Directory directory;
    private volatile StoreOptions options;
    private final Closeable lock;
    private final SeriesRegistry registry;
    private final SeriesLimit seriesLimit;
    private final LedgerBook ledgers;
    private final DamageLog damages;
    private final Wal wal;
    private final StoreMaintenance maintenance;
    private final SeriesDeleter deleter;
    private final WritePath writes;

    /** Opens or makes a store in a directory of the file system; see {@link #open(Directory, StoreOptions)}. */
    public static Store open(Path path, StoreOptions options) throws IOException {
        return open(DiskDirectory.createIfAbsent(path), options);
    }

    /**
     * Opens or makes a store: takes the lock and replays the log. What was acknowledged before is there.
     *
     * @throws StoreLockedException when another process writes to it
     * @throws UnsupportedFormatException when a newer holdfast wrote it
     */
    public static Store open(Directory directory, StoreOptions options) throws IOException {
        Closeable lock =
                directory.lock(FileNames.LOCK, "pid " + ProcessHandle.current().pid());
        try {
            return new Store(directory, options, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private Store(Directory directory, StoreOptions options, Closeable lock) throws IOException {
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.registry = new SeriesRegistry();
        this.seriesLimit = new SeriesLimit(registry, options.maxSeries());
        this.damages = new DamageLog();

        // Nothing is deleted or written before it is known that no newer program wrote anything here.
        ManifestStore.Loaded loaded = ManifestStore.load(directory);
        requireKnownVersions();
        loaded.damages().forEach(damages::add);
        this.ledgers = new LedgerBook(loaded.manifest().ledgers());

        List<WalFiles.Segment> segments = WalFiles.segments(directory);
        long first = loaded.manifest().firstSegment();
        LogReplay replay = new LogReplay(registry, ledgers, damages, first);
        replay.read(directory, segments, first);
        deleteUnfinished();
        this.wal = Wal.open(options.wal(), directory, segmentBytes(options), segments, first, loaded.rebuilt());
        this.maintenance = new StoreMaintenance(this, loaded, BlockCache.shareOfHeapBytes());
        this.deleter = new SeriesDeleter(this, maintenance);
        long next = wal.lastSegment() + 1;
        List<Memtable> replayed = replay.memtable().isEmpty() ? List.of() : List.of(replay.memtable());
        this.writes = new WritePath(
                wal,
                new SampleLog(wal, registry::labels),
                ledgers,
                this::options,
                maintenance::degrade,
                new WritePath.State(maintenance.openRuns(), replayed, new Memtable(next)),
                replay.sequence());
    }

    /**
     * Behaves by other options from now on, of which only {@link StoreOptions#retentionMs()}, {@link StoreOptions#maxBytes()},
     * {@link StoreOptions#syncIntervalMs()} and {@link StoreOptions#maxSeries()} may differ: nothing on disk has their shape.
     * What is too old or too much by them goes in the next {@link #maintain()}. Any thread.
     *
     * @throws IllegalArgumentException when anything else differs
     */
    public void reconfigure(StoreOptions next) {
        StoreOptions same = options.withRetentionMs(next.retentionMs())
                .withMaxBytes(next.maxBytes())
                .withSyncIntervalMs(next.syncIntervalMs())
                .withMaxSeries(next.maxSeries());
        if (!same.equals(next.withClock(same.clock()))) {
            throw new IllegalArgumentException("not while the store is open: options=" + next);
        }
        options = same;
        seriesLimit.setMaxSeries(next.maxSeries());
    }

    /** A segment holds about one memtable's worth of ticks in the log's form. */
    static int segmentBytes(StoreOptions options) {
        return Math.max(64 << 10, options.memtableBytes() / 2);
    }

    /** Of every sstable, also of those that no manifest lists: a newer program may have left them, and may want them. */
    private void requireKnownVersions() throws IOException {
        for (String name : directory.list()) {
            if (FileNames.isSstable(name)) {
                try (SstableReader reader = new SstableReader(directory.open(name), new BlockCache(0))) {
                    reader.requireKnownVersion();
                }
            }
        }
    }

    private void deleteUnfinished() throws IOException {
        for (String name : directory.list()) {
            if (name.endsWith(FileNames.TEMPORARY_SUFFIX)) {
                directory.delete(name);
            }
        }
    }

    /**
     * The ref of a series for {@link SampleBatch#add}, registered when it is new. Valid while this store is open.
     *
     * @throws SeriesLimitException when it is new, and one too many or its labels are too large; all else goes on
     */
    public int series(Labels labels) {
        return seriesLimit.ref(labels);
    }

    /**
     * Appends one tick. What was {@link Appended#LOGGED} survives the death of the process, and a power cut after
     * {@link StoreOptions#syncIntervalMs()}. A time that is past, or was appended before, is welcome: the newest value of a
     * series and millisecond wins.
     *
     * <p>Costs one write call; allocates nothing when the layout of the batch is that of the tick before.
     */
    public Appended append(SampleBatch batch) throws IOException {
        return writes.append(batch);
    }

    /**
     * Appends several ticks, in the order of the list, under one lock and as a rule with one write call. As if
     * {@link #append(SampleBatch)} were called for each, but:
     *
     * <ul>
     *   <li>{@link Appended#LOGGED} says that all of them are in the log. Of a call that did not return, because the process
     *       or the power died in it, a prefix of the ticks survives.
     *   <li>{@link Appended#IN_MEMORY} says that all of them can be read, and that not all of them are in the log.
     *   <li>{@link Appended#REFUSED} says that none of them was taken. It is what a call always gets that is larger than all
     *       memtables together: keep it well below {@link StoreOptions#memtableBytes()}, at eight bytes a sample.
     *   <li>Readers see none of them before they are in the log, or known not to be; then all of them, unless a memtable was
     *       full on the way: then first a prefix.
     * </ul>
     */
    public Appended append(List<SampleBatch> ticks) throws IOException {
        return writes.append(ticks);
    }

    @Override
    public Snapshot snapshot() {
        while (true) {
            long upTo = writes.sequence(); // read before the state: every sample up to it is in that state
            WritePath.State now = writes.state();
            if (now.version().acquire()) {
                return new StoreSnapshot(now.version(), now.memtables(), upTo, registry, damages, damages.all());
            }
        }
    }

    /** The ledger of a name, made when it is new. */
    public Ledger ledger(String name) throws IOException {
        return ledgers.open(name, writes::changeLedger);
    }

    @Override
    public List<String> ledgerNames() {
        return ledgers.names();
    }

    @Override
    public IntervalLedger ledgerIntervals(String name) {
        return ledgers.intervals(name);
    }

    @Override
    public Ledger.@Nullable Note ledgerNote(String name) {
        return ledgers.note(name);
    }

    @Override
    public List<TimeRange> thinned() {
        return writes.state().version().thinned();
    }

    /**
     * A loader for imports. What is loaded is not sent to the upstreams that have a ledger now, unless {@code forward}.
     */
    public BulkLoader bulkLoader(boolean forward) throws IOException {
        return bulkLoader(forward, SstableLoader.MAX_BUFFERED_SAMPLES);
    }

    /** A loader that writes out what it has whenever it has so many samples. */
    BulkLoader bulkLoader(boolean forward, int maxBufferedSamples) throws IOException {
        maintenance.flushAll(); // what was appended before is older than what will be loaded
        return new SstableLoader(
                directory, options.partitionMs(), options.maxSeries(), maintenance, forward, maxBufferedSamples);
    }

    /**
     * Deletes the samples in a range, of the series that satisfy all matchers, that are stored now. When it returns they are
     * gone for every snapshot that is taken from then on, also after a power cut; when it throws, all of them are still there
     * as far as this process can tell, and after a crash it is all or none. What is appended or loaded later is not deleted,
     * whatever its time. The room comes back when the partitions are merged, at once for sstables of which nothing is left.
     *
     * <p>Costs one manifest, and reads the index of the runs that overlap the range. No thread but one calls this at a time.
     */
    public Deletion delete(Collection<SeriesMatcher> matchers, TimeRange range) throws IOException {
        return deleteAny(List.of(matchers), range);
    }

    /** As {@link #delete}, of the series that satisfy all matchers of any of some selectors, with one manifest. */
    public Deletion deleteAny(Collection<? extends Collection<SeriesMatcher>> selectors, TimeRange range)
            throws IOException {
        return deleter.delete(selectors, range);
    }

    /**
     * One step of background work; never throws for a disk that is full or fails, but says so in
     * {@link StoreStats#degraded()} and tries again at the next step.
     *
     * @return whether there is more to do at once
     */
    public boolean maintain() {
        return maintenance.step();
    }

    /**
     * Makes the log durable when {@link StoreOptions#syncIntervalMs()} says so. {@link #maintain()} does that too, but a step of
     * it may take seconds on a slow or busy host, and a power cut then costs as much; whoever cannot have that calls this from
     * a thread of its own. Never throws for a disk that fails, see {@link #maintain()}. Any thread.
     *
     * @return how long it is until the next time, milliseconds
     */
    public long syncIfDue() {
        return maintenance.syncBesideStep();
    }

    /** Writes out what is in memory. */
    void flush() throws IOException {
        maintenance.flushAll();
    }

    /** Writes out, seals and merges everything there is. */
    public void compactFully() throws IOException {
        maintenance.compactFully();
    }

    /**
     * Writes the log out, writes each damaged sstable anew from what can be read of it, keeps the original as
     * {@code *.damaged}, and lists no file that is gone. Where nothing is left of what an upstream was still to get, its
     * ledger says evicted. For {@link dev.holdfast.storage.repair.StoreRepair}, which knows what is damaged.
     *
     * @param damaged names of sstables that cannot be read whole
     * @param lost time in which samples were lost
     */
    public void mend(Set<String> damaged, List<TimeRange> lost) throws IOException {
        maintenance.mend(damaged, lost);
    }

    /**
     * Makes everything durable that was appended: in the log, or where that failed in sstables.
     *
     * @throws IOException when it cannot be made so now; {@link #maintain()} goes on trying
     */
    public void sync() throws IOException {
        IOException failure = null;
        try {
            writes.syncLog();
        } catch (IOException e) {
            failure = e;
            maintenance.degrade(e);
        }
        if (writes.hasLogFailed()) {
            maintenance.flushAll();
        } else if (failure != null) {
            throw failure;
        }
    }

    @Override
    public StoreStats stats() {
        WritePath.State now = writes.state();
        return StoreStatistics.of(
                now.version(),
                now.memtables(),
                wal.sizeBytes(),
                maintenance.degraded(),
                writes.refusedSamples(),
                seriesLimit.refused(),
                damages.all());
    }

    @Override
    public WriteTotals writeTotals() {
        return maintenance.writeTotals();
    }

    /** Writes the memtable out and lets go of the directory. */
    @Override
    public void close() throws IOException {
        if (!writes.close()) {
            return;
        }
        try {
            maintenance.giveUpMerging();
            maintenance.flushAllAtEnd();
        } catch (IOException e) {
            // What is in the log is safe, and replayed at the next start; what is not could not be kept.
            maintenance.degrade(e);
        } finally {
            writes.state().version().release();
            try (lock;
                    directory) {
                wal.close();
            }
        }
    }

    /** Refuses work that a nearly full disk would end half-way: trying it again each second would wear the disk out. */
    void requireRoom(long bytes) throws IOException {
        long usable = directory.usableBytes();
        long needed = bytes + StoreMaintenance.SMALL_FILE_BYTES;
        if (usable < needed) {
            throw new IOException("no space left on device: " + usable + " bytes free, " + needed
                    + " needed; free some, or lower storage.max_bytes");
        }
    }

    Directory directory() {
        return directory;
    }

    StoreOptions options() {
        return options;
    }

    SeriesRegistry registry() {
        return registry;
    }

    LedgerBook ledgers() {
        return ledgers;
    }

    DamageLog damageLog() {
        return damages;
    }

    Wal wal() {
        return wal;
    }

    WritePath.State state() {
        return writes.state();
    }

    /** Where ticks go in. */
    WritePath writes() {
        return writes;
    }

    Collection<IntervalLedger> ledgerStates() {
        return ledgers.intervals();
    }
}
