package dev.holdfast.storage;

import dev.holdfast.storage.Store.Appended;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.wal.LedgerChange;
import dev.holdfast.storage.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a tick: into the log, into a memtable, before the readers. It keeps what is not in sstables, beside the version of
 * those that are, so that the two change together.
 *
 * <p>One thread appends. Another puts memtables aside and installs versions. Any thread takes a state and changes ledgers. The
 * lock is held over the one write call that a record of the log takes, and by nothing that reads.
 *
 * <p>When the log cannot be written ticks are kept in memory only, until {@link #resumeLogging}.
 */
final class WritePath {
    /** All memtables together may take so many times the size at which one is frozen. */
    static final int MEMTABLES = 3;

    /** What readers see: replaced as a whole. */
    record State(Version version, List<Memtable> frozen, Memtable active) {
        List<Memtable> memtables() {
            List<Memtable> all = new ArrayList<>(frozen);
            all.add(active);
            return all;
        }
    }

    private final Wal wal;
    private final SampleLog log;
    private final LedgerBook ledgers;
    private final Supplier<StoreOptions> options;
    private final Consumer<IOException> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong refusedSamples = new AtomicLong();

    private LayoutTable layouts = new LayoutTable(); // guarded by lock
    private boolean logging; // guarded by lock
    private boolean logFailed; // a memtable holds what the log may not; guarded by lock
    private boolean open = true; // guarded by lock
    private long taken; // number of the last tick in a memtable; guarded by lock
    private volatile long sequence; // of the last tick that readers see
    private volatile State state;

    /**
     * Goes on from what was replayed, in a new segment of the log.
     *
     * @param options those in force
     * @param onFailure told of what leaves samples in memory only
     * @param sequence number of the last tick that was replayed
     */
    WritePath(
            Wal wal,
            SampleLog log,
            LedgerBook ledgers,
            Supplier<StoreOptions> options,
            Consumer<IOException> onFailure,
            State state,
            long sequence) {
        this.wal = wal;
        this.log = log;
        this.ledgers = ledgers;
        this.options = options;
        this.onFailure = onFailure;
        this.state = state;
        this.taken = sequence;
        this.sequence = sequence;
        try {
            log.roll(0);
            logging = true;
        } catch (IOException e) {
            onFailure.accept(e);
        }
    }

    /** See {@link Store#append(SampleBatch)}. */
    Appended append(SampleBatch batch) throws IOException {
        if (batch.size() == 0) {
            return Appended.LOGGED;
        }
        Appended result;
        lock.lock();
        try {
            if (isFull(0)) {
                refusedSamples.addAndGet(batch.size());
                return Appended.REFUSED;
            }
            result = take(batch);
            publish(batch);
        } finally {
            lock.unlock();
        }
        return synced(result);
    }

    /** See {@link Store#append(List)}. */
    Appended append(List<SampleBatch> ticks) throws IOException {
        long samples = 0;
        for (int i = 0; i < ticks.size(); i++) {
            samples += ticks.get(i).size();
        }
        if (samples == 0) {
            return Appended.LOGGED;
        }
        Appended result;
        lock.lock();
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
            lock.unlock();
        }
        return synced(result);
    }

    /** Whether there is no room for so many bytes more, also after the active memtable is put aside. */
    private boolean isFull(long bytes) {
        if (!open) {
            throw new IllegalStateException("store is closed");
        }
        freezeIfFull();
        return memtableBytes(state) + bytes >= (long) MEMTABLES * options.get().memtableBytes();
    }

    private void freezeIfFull() {
        State now = state;
        if (now.active().bytes() >= options.get().memtableBytes()
                && now.frozen().size() < MEMTABLES - 1) {
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
        state.active().append(layout.id(), layout.refs(), taken, batch.timestampMs(), batch.valueBitsArray());
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
        if (options.get().syncIntervalMs() == 0 && result == Appended.LOGGED) {
            try {
                syncLog();
            } catch (IOException e) {
                onFailure.accept(e);
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
            lock.lock();
            try {
                logFailed = true;
                freeze();
            } finally {
                lock.unlock();
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
        onFailure.accept(reason);
    }

    boolean isLogging() {
        lock.lock();
        try {
            return logging;
        } finally {
            lock.unlock();
        }
    }

    private static long memtableBytes(State state) {
        long bytes = state.active().bytes();
        for (int i = 0; i < state.frozen().size(); i++) { // for each tick: without an iterator
            bytes += state.frozen().get(i).bytes();
        }
        return bytes;
    }

    /** Puts the active memtable aside to be written out, and begins another with a new log segment. */
    void freeze() {
        lock.lock();
        try {
            if (state.active().isEmpty()) {
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
            lock.unlock();
        }
    }

    /** Puts the active memtable aside when no tick will follow, and none is to be logged. */
    void freezeAtEnd() {
        lock.lock();
        try {
            if (!state.active().isEmpty()) {
                setActiveAside(wal.lastSegment() + 1);
            }
        } finally {
            lock.unlock();
        }
    }

    private void setActiveAside(long nextSegment) {
        List<Memtable> frozen = new ArrayList<>(state.frozen());
        frozen.add(state.active());
        layouts = new LayoutTable();
        state = new State(state.version(), List.copyOf(frozen), new Memtable(nextSegment));
    }

    /**
     * Begins to log again after a failure; what is in memory only is then put aside to be written out. Until the disk
     * lets us the memtable stays as it is: one put aside at each attempt would waste the little memory there is.
     */
    void resumeLogging() throws IOException {
        lock.lock();
        try {
            if (logging) {
                return;
            }
            long segment = log.roll(0);
            logging = true;
            if (!state.active().isEmpty()) {
                setActiveAside(segment);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes a new state visible: another version, and without a memtable that is in it now. */
    void install(Version version, @Nullable Memtable flushed) {
        lock.lock();
        try {
            List<Memtable> frozen = new ArrayList<>(state.frozen());
            frozen.remove(flushed);
            state = new State(version, List.copyOf(frozen), state.active());
            if (frozen.isEmpty() && (logging || state.active().isEmpty())) {
                logFailed = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Logs a change of a ledger and applies it, while no tick is appended. */
    void changeLedger(Supplier<LedgerChange> change) throws IOException {
        lock.lock();
        try {
            LedgerChange known = change.get();
            if (logging) {
                log.ledger(known);
            }
            // On a failing disk it holds in memory: the manifest takes it along, or it is sent again after a crash.
            ledgers.apply(known);
        } finally {
            lock.unlock();
        }
    }

    /** Changes a ledger past the log: the next manifest keeps it. */
    void changeLedgerInMemory(Supplier<LedgerChange> change) {
        lock.lock();
        try {
            ledgers.apply(change.get());
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more ticks; whether it took some until now. */
    boolean close() {
        lock.lock();
        try {
            boolean was = open;
            open = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a memtable holds what the log may not. */
    boolean hasLogFailed() {
        lock.lock();
        try {
            return logFailed;
        } finally {
            lock.unlock();
        }
    }

    /** Number of the last tick that readers see. To be read before {@link #state}: every sample up to it is in that state. */
    long sequence() {
        return sequence;
    }

    /** What there is. */
    State state() {
        return state;
    }

    /** Samples of the ticks that there was no room for. */
    long refusedSamples() {
        return refusedSamples.get();
    }
}
