package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.Wal;
import dev.holdfast.storage.wal.WalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
    /** All memtables together may take so many times the size at which one is frozen. */
    static final int MEMTABLES = 3;

    /** What became of a tick. */
    public enum Appended {
        /** It is in the log: it survives the death of the process. */
        LOGGED,
        /** It can be read, but a full or failing disk keeps it from being durable. */
        IN_MEMORY,
        /** There was no room for it, not even in memory. */
        REFUSED
    }

    /** What readers see: replaced as a whole. */
    record State(Version version, List<Memtable> frozen, Memtable active) {
        List<Memtable> memtables() {
            List<Memtable> all = new ArrayList<>(frozen);
            all.add(active);
            return all;
        }
    }

    private final Directory directory;
    private volatile StoreOptions options;
    private final Closeable lock;
    private final SeriesRegistry registry;
    private final SeriesLimit seriesLimit;
    private final LedgerBook ledgers;
    private final DamageLog damages;
    private final Wal wal;
    private final SampleLog log;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final StoreMaintenance maintenance;
    private final SeriesDeleter deleter;
    private final AtomicLong refusedSamples = new AtomicLong();

    private LayoutTable layouts = new LayoutTable(); // guarded by appendLock
    private boolean logging; // guarded by appendLock
    private boolean logFailed; // a memtable holds what the log may not; guarded by appendLock
    private boolean open = true; // guarded by appendLock
    private long taken; // number of the last tick in a memtable; guarded by appendLock
    private volatile long sequence; // of the last tick that readers see
    private volatile State state;

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

        deleteUnfinished();
        ManifestStore.Loaded loaded = ManifestStore.load(directory);
        loaded.damages().forEach(damages::add);
        this.ledgers = new LedgerBook(loaded.manifest().ledgers());

        List<WalFiles.Segment> segments = WalFiles.segments(directory);
        long first = loaded.manifest().firstSegment();
        LogReplay replay = new LogReplay(registry, ledgers, damages, first);
        replay.read(directory, segments, first);
        this.taken = replay.sequence();
        this.sequence = taken;
        this.wal = Wal.open(options.wal(), directory, segmentBytes(options), segments, first, loaded.rebuilt());
        this.log = new SampleLog(wal, registry::labels);

        this.maintenance = new StoreMaintenance(this, loaded, BlockCache.shareOfHeapBytes());
        this.deleter = new SeriesDeleter(this, maintenance);
        long next = wal.lastSegment() + 1;
        List<Memtable> replayed = replay.memtable().isEmpty() ? List.of() : List.of(replay.memtable());
        this.state = new State(maintenance.openRuns(), replayed, new Memtable(next));
        try {
            log.roll(0);
            logging = true;
        } catch (IOException e) {
            maintenance.degrade(e);
        }
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
        if (batch.size() == 0) {
            return Appended.LOGGED;
        }
        Appended result;
        appendLock.lock();
        try {
            if (isFull(0)) {
                refusedSamples.addAndGet(batch.size());
                return Appended.REFUSED;
            }
            result = take(batch);
            publish(batch);
        } finally {
            appendLock.unlock();
        }
        return synced(result);
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
        long samples = 0;
        for (int i = 0; i < ticks.size(); i++) {
            samples += ticks.get(i).size();
        }
        if (samples == 0) {
            return Appended.LOGGED;
        }
        Appended result;
        appendLock.lock();
        try {
            if (isFull(samples * Long.BYTES)) {
                refusedSamples.addAndGet(samples);
                return Appended.REFUSED;
            }
            result = takeAll(ticks);
            for (int i = 0; i < ticks.size(); i++) {
                publish(ticks.get(i));
            }
        } finally {
            appendLock.unlock();
        }
        return synced(result);
    }

    /** Whether there is no room for so many bytes more, also after the active memtable is put aside. */
    private boolean isFull(long bytes) {
        if (!open) {
            throw new IllegalStateException("store is closed");
        }
        freezeIfFull();
        return memtableBytes(state) + bytes >= (long) MEMTABLES * options.memtableBytes();
    }

    private void freezeIfFull() {
        State now = state;
        if (now.active.bytes() >= options.memtableBytes() && now.frozen.size() < MEMTABLES - 1) {
            freeze();
        }
    }

    private Appended takeAll(List<SampleBatch> ticks) {
        Appended result = Appended.LOGGED;
        log.beginGroup();
        try {
            for (int i = 0; i < ticks.size(); i++) {
                SampleBatch batch = ticks.get(i);
                if (batch.size() > 0) {
                    freezeIfFull();
                    result = take(batch) == Appended.LOGGED ? result : Appended.IN_MEMORY;
                }
            }
        } finally {
            try {
                log.endGroup();
            } catch (IOException e) {
                stopLogging(e);
                result = Appended.IN_MEMORY;
            }
        }
        return result;
    }

    /** Puts a tick into the log and the memtable, where nobody sees it until {@link #publish}. */
    private Appended take(SampleBatch batch) {
        LayoutTable.Layout layout = layouts.of(batch.refsArray(), batch.size());
        Appended result = log(layout, batch);
        taken++;
        state.active.append(layout.id(), layout.refs(), taken, batch.timestampMs(), batch.valueBitsArray());
        return result;
    }

    /** Shows what was taken. Before the ledgers are told: a claim that is taken in between must find the samples. */
    private void publish(SampleBatch batch) {
        sequence = taken;
        if (batch.size() > 0) {
            ledgers.onAppend(batch.timestampMs());
        }
    }

    private Appended synced(Appended result) {
        if (options.syncIntervalMs() == 0 && result == Appended.LOGGED) {
            try {
                syncLog();
            } catch (IOException e) {
                maintenance.degrade(e);
                return Appended.IN_MEMORY;
            }
        }
        return result;
    }

    /** Makes the log durable. A segment that cannot be is given up: what it holds is put aside to be written out. */
    void syncLog() throws IOException {
        try {
            wal.sync();
        } catch (IOException e) {
            appendLock.lock();
            try {
                logFailed = true;
                freeze();
            } finally {
                appendLock.unlock();
            }
            throw e;
        }
    }

    private Appended log(LayoutTable.Layout layout, SampleBatch batch) {
        if (!logging) {
            return Appended.IN_MEMORY;
        }
        try {
            log.row(layout, batch.timestampMs(), batch.valueBitsArray());
            return Appended.LOGGED;
        } catch (IOException e) {
            stopLogging(e);
            return Appended.IN_MEMORY;
        }
    }

    private void stopLogging(IOException reason) {
        logging = false;
        logFailed = true;
        maintenance.degrade(reason);
    }

    boolean isLogging() {
        appendLock.lock();
        try {
            return logging;
        } finally {
            appendLock.unlock();
        }
    }

    private static long memtableBytes(State state) {
        long bytes = state.active.bytes();
        for (int i = 0; i < state.frozen.size(); i++) { // for each tick: without an iterator
            bytes += state.frozen.get(i).bytes();
        }
        return bytes;
    }

    /** Puts the active memtable aside to be written out, and begins another with a new log segment. */
    void freeze() {
        appendLock.lock();
        try {
            if (state.active.isEmpty()) {
                return;
            }
            long segment = wal.lastSegment() + 1;
            try {
                segment = log.roll(0);
                logging = true;
            } catch (IOException e) {
                stopLogging(e);
            }
            setActiveAside(segment);
        } finally {
            appendLock.unlock();
        }
    }

    private void setActiveAside(long nextSegment) {
        List<Memtable> frozen = new ArrayList<>(state.frozen);
        frozen.add(state.active);
        layouts = new LayoutTable();
        state = new State(state.version, List.copyOf(frozen), new Memtable(nextSegment));
    }

    /**
     * Begins to log again after a failure; what is in memory only is then put aside to be written out. Until the disk
     * lets us the memtable stays as it is: one put aside at each attempt would waste the little memory there is.
     */
    void resumeLogging() throws IOException {
        appendLock.lock();
        try {
            if (logging) {
                return;
            }
            long segment = log.roll(0);
            logging = true;
            if (!state.active.isEmpty()) {
                setActiveAside(segment);
            }
        } finally {
            appendLock.unlock();
        }
    }

    /** Makes a new state visible: another version, and without a memtable that is in it now. */
    void install(Version version, @Nullable Memtable flushed) {
        appendLock.lock();
        try {
            List<Memtable> frozen = new ArrayList<>(state.frozen);
            frozen.remove(flushed);
            state = new State(version, List.copyOf(frozen), state.active);
            if (frozen.isEmpty() && (logging || state.active.isEmpty())) {
                logFailed = false;
            }
        } finally {
            appendLock.unlock();
        }
    }

    /** Logs a change of a ledger and applies it, while no tick is appended. */
    void changeLedger(Supplier<LedgerChange> change) throws IOException {
        appendLock.lock();
        try {
            LedgerChange known = change.get();
            if (logging) {
                log.ledger(known);
            }
            // On a failing disk it holds in memory: the manifest takes it along, or it is sent again after a crash.
            ledgers.apply(known);
        } finally {
            appendLock.unlock();
        }
    }

    /** Changes a ledger past the log: the next manifest keeps it. */
    void changeLedgerInMemory(Supplier<LedgerChange> change) {
        appendLock.lock();
        try {
            ledgers.apply(change.get());
        } finally {
            appendLock.unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        while (true) {
            long upTo = sequence; // read before the state: every sample up to it is in that state
            State now = state;
            if (now.version.acquire()) {
                return new StoreSnapshot(now.version, now.memtables(), upTo, registry, damages, damages.all());
            }
        }
    }

    /** The ledger of a name, made when it is new. */
    public Ledger ledger(String name) throws IOException {
        return ledgers.open(name, this::changeLedger);
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
        return state.version.thinned();
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
            syncLog();
        } catch (IOException e) {
            failure = e;
            maintenance.degrade(e);
        }
        boolean writeOut;
        appendLock.lock();
        try {
            writeOut = logFailed;
        } finally {
            appendLock.unlock();
        }
        if (writeOut) {
            maintenance.flushAll();
        } else if (failure != null) {
            throw failure;
        }
    }

    @Override
    public StoreStats stats() {
        return StoreStatistics.of(
                state.version,
                state.memtables(),
                wal.sizeBytes(),
                maintenance.degraded(),
                refusedSamples.get(),
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
        appendLock.lock();
        try {
            if (!open) {
                return;
            }
            open = false;
        } finally {
            appendLock.unlock();
        }
        try {
            maintenance.giveUpMerging();
            maintenance.flushAll();
        } catch (IOException e) {
            // What is in the log is safe, and replayed at the next start; what is not could not be kept.
            maintenance.degrade(e);
        } finally {
            state.version.release();
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

    State state() {
        return state;
    }

    Collection<IntervalLedger> ledgerStates() {
        return ledgers.intervals();
    }
}
