package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.wal.FileWal;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.WalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    private static final int MEMTABLES = 3;

    private static final long CACHE_BYTES = 2 << 20;

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
    private final StoreOptions options;
    private final Closeable lock;
    private final SeriesRegistry registry;
    private final LedgerBook ledgers;
    private final DamageLog damages;
    private final FileWal wal;
    private final SampleLog log;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final StoreMaintenance maintenance;
    private final AtomicLong refusedSamples = new AtomicLong();

    private LayoutTable layouts = new LayoutTable(); // guarded by appendLock
    private boolean logging; // guarded by appendLock
    private boolean logFailed; // a memtable holds what the log may not; guarded by appendLock
    private boolean open = true; // guarded by appendLock
    private volatile long sequence;
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
        this.damages = new DamageLog();

        deleteUnfinished();
        ManifestStore.Loaded loaded = ManifestStore.load(directory);
        loaded.damages().forEach(damages::add);
        this.ledgers = new LedgerBook(loaded.manifest().ledgers());

        Map<Long, Long> segments = WalFiles.segments(directory);
        long first = loaded.manifest().firstSegment();
        LogReplay replay = new LogReplay(registry, ledgers, damages, first);
        replay.read(
                directory, segments.keySet().stream().filter(id -> id >= first).toList());
        this.sequence = replay.sequence();
        this.wal = new FileWal(directory, segmentBytes(options), segments, first, keepsSpare(loaded.rebuilt()));
        this.log = new SampleLog(wal, registry::labels);

        this.maintenance = new StoreMaintenance(this, loaded, CACHE_BYTES);
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
     * Whether there is a spare segment to use. Without a manifest nobody knows how far segments were counted: an id may
     * come again, and the spare may hold records of its first use.
     */
    private boolean keepsSpare(boolean rebuilt) throws IOException {
        boolean there = directory.list().contains(WalFiles.SPARE);
        if (there && rebuilt) {
            directory.delete(WalFiles.SPARE);
        }
        return there && !rebuilt;
    }

    /** A segment holds about one memtable's worth of ticks in the log's form. */
    private static int segmentBytes(StoreOptions options) {
        return Math.max(64 << 10, options.memtableBytes() / 2);
    }

    private void deleteUnfinished() throws IOException {
        for (String name : directory.list()) {
            if (name.endsWith(FileNames.TEMPORARY_SUFFIX)) {
                directory.delete(name);
            }
        }
    }

    /** The ref of a series for {@link SampleBatch#add}, registered when it is new. Valid while this store is open. */
    public int series(Labels labels) {
        return registry.ref(labels);
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
            if (!open) {
                throw new IllegalStateException("store is closed");
            }
            State now = state;
            if (now.active.bytes() >= options.memtableBytes() && now.frozen.size() < MEMTABLES - 1) {
                freeze();
                now = state;
            }
            if (memtableBytes(now) >= (long) MEMTABLES * options.memtableBytes()) {
                refusedSamples.addAndGet(batch.size());
                return Appended.REFUSED;
            }
            LayoutTable.Layout layout = layouts.of(batch.refsArray(), batch.size());
            result = log(layout, batch);
            long next = sequence + 1;
            state.active.append(layout.id(), layout.refs(), next, batch.timestampMs(), batch.valueBitsArray());
            sequence = next;
            ledgers.onAppend(batch.timestampMs());
        } finally {
            appendLock.unlock();
        }
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
            logging = false;
            logFailed = true;
            maintenance.degrade(e);
            return Appended.IN_MEMORY;
        }
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
        for (Memtable memtable : state.frozen) {
            bytes += memtable.bytes();
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
                logging = false;
                logFailed = true;
                maintenance.degrade(e);
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

    /**
     * A loader for imports. What is loaded is not sent to the upstreams that have a ledger now, unless {@code forward}.
     */
    public BulkLoader bulkLoader(boolean forward) throws IOException {
        return bulkLoader(forward, SstableLoader.MAX_BUFFERED_SAMPLES);
    }

    /** A loader that writes out what it has whenever it has so many samples. */
    BulkLoader bulkLoader(boolean forward, int maxBufferedSamples) throws IOException {
        maintenance.flushAll(); // what was appended before is older than what will be loaded
        return new SstableLoader(directory, options.partitionMs(), maintenance, forward, maxBufferedSamples);
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
                damages.all());
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

    FileWal wal() {
        return wal;
    }

    State state() {
        return state;
    }

    Collection<IntervalLedger> ledgerStates() {
        return ledgers.intervals();
    }
}
