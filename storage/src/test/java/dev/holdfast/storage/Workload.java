package dev.holdfast.storage;

import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.SampleHistory;
import dev.holdfast.storage.testing.StoreContents;
import dev.holdfast.storage.testing.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;

/**
 * A day in the life of a store in small: ticks, layouts that change, late and repeated samples, ledgers that are claimed
 * and settled, flushes, seals, merges, log rolls, imports, a restart. Everything is the seed's doing. It knows at each
 * moment what was acknowledged and what must survive a power cut.
 */
final class Workload {
    static final long T0 = 1_795_327_200_000L;

    final SampleHistory history = new SampleHistory();
    private final Random random;
    private final Directory directory;
    private final Map<Labels, Long> lastBits = new HashMap<>();
    private final SampleBatch batch = new SampleBatch(4);
    private final int seriesCount;
    private final StoreOptions options;
    private Store store;
    private long nowMs = T0;
    private long acknowledged;
    private long durable;
    private long refused;

    private final List<Long> inMemory = new ArrayList<>();
    private boolean tolerant;
    private final Set<Long> mergedUpward = new HashSet<>(); // ids of such runs

    /** An action that a failing disk may refuse by contract. */
    private interface Action {
        void run() throws IOException;
    }

    /** From now on what may fail by contract may fail; appending and maintaining may not. */
    void tolerate() {
        tolerant = true;
    }

    private void attempt(Action action) throws IOException {
        try {
            action.run();
        } catch (IOException e) {
            if (!tolerant) {
                throw e;
            }
        }
    }

    /** What goes on between the steps. */
    interface Between {
        void check() throws IOException;
    }

    Workload(Directory directory, long seed, StoreOptions options, int seriesCount) throws IOException {
        this.directory = directory;
        this.random = new Random(seed);
        this.seriesCount = seriesCount;
        this.options = options.withClock(() -> nowMs);
        this.store = Store.open(directory, this.options);
    }

    /** Small limits, so that everything happens soon. */
    static StoreOptions smallOptions() {
        return StoreOptions.defaults()
                .withRetentionMs(0)
                .withMaxBytes(0)
                .withPartitionMs(10_000)
                .withMemtableBytes(1 << 13)
                .withSyncIntervalMs(3_000);
    }

    /** How many runs there were that were merged beyond a partition. */
    int mergedUpward() {
        return mergedUpward.size();
    }

    private void lookForUpwardMerges() {
        for (RunInfo run : store.state().version().infos()) {
            if (run.partition().lengthMs() > options.partitionMs() && run.isSealed()) {
                mergedUpward.add(run.id());
            }
        }
    }

    StoreOptions options() {
        return options;
    }

    Directory directory() {
        return directory;
    }

    Store store() {
        return store;
    }

    /** Number of the last append that was logged. */
    long acknowledged() {
        return acknowledged;
    }

    /** Number of the last append that was synced. */
    long durable() {
        return durable;
    }

    static Labels series(int i) {
        return Labels.of("__name__", "metric_" + i % 3, "i", Integer.toString(i));
    }

    void run(int steps, Between between) throws IOException {
        for (int step = 1; step <= steps; step++) {
            nowMs += 200 + random.nextInt(600);
            tick(nowMs);
            if (step % 5 == 0) {
                nowMs += random.nextInt(10) == 0 ? 150_000 : 0;
                store.maintain();
            }
            if (step % 7 == 0) {
                severalTicks(2 + random.nextInt(6));
            }
            if (step % 9 == 0) {
                tick(nowMs - random.nextInt(60_000));
            }
            if (step % 11 == 0) {
                attempt(this::deliver);
            }
            if (step % 13 == 0) {
                attempt(this::sync);
            }
            if (step % 29 == 0) {
                attempt(this::delete);
            }
            if (step % 37 == 0) {
                attempt(this::load);
            }
            if (step % 50 == 0) {
                attempt(() -> {
                    store.ledger("other").reopen(new TimeRange(T0 - 60_000, nowMs - 30_000));
                    store.compactFully();
                });
            }
            if (step % 70 == 0) {
                reopen();
            }
            lookForUpwardMerges();
            between.check();
        }
    }

    private void reopen() throws IOException {
        if (!store.stats().degraded().isEmpty()) {
            inMemory.forEach(history::forgive); // closing writes out what it can, and the disk may not let it
            inMemory.clear();
        }
        attempt(store::close);
        durable = tolerant ? durable : acknowledged; // closing writes everything out
        for (int attempts = 1; ; attempts++) {
            try {
                store = Store.open(directory, options);
                return;
            } catch (IOException e) {
                if (!tolerant || attempts == 3) {
                    throw e;
                }
            }
        }
    }

    private void tick(long timestampMs) throws IOException {
        fill(batch, timestampMs);
        took(store.append(batch), history.last());
    }

    /** Several ticks with one call; now and then the last is a late one. */
    private void severalTicks(int count) throws IOException {
        List<SampleBatch> ticks = new ArrayList<>();
        long first = history.last() + 1;
        for (int i = 1; i <= count; i++) {
            nowMs += 100;
            SampleBatch tick = new SampleBatch(seriesCount);
            fill(tick, i == count && random.nextBoolean() ? nowMs - random.nextInt(60_000) : nowMs);
            ticks.add(tick);
        }
        took(store.append(ticks), first);
    }

    private void fill(SampleBatch tick, long timestampMs) {
        history.next();
        tick.reset(timestampMs);
        int first = random.nextInt(6) == 0 ? random.nextInt(seriesCount) : 0;
        for (int i = first; i < seriesCount; i++) {
            long bits = Values.next(random, lastBits.getOrDefault(series(i), 0L));
            lastBits.put(series(i), bits);
            history.add(series(i), timestampMs, bits);
            tick.addBits(store.series(series(i)), bits);
        }
    }

    /** What the store said of the appends from a number on. */
    private void took(Store.Appended result, long first) {
        switch (result) {
            case LOGGED -> {
                acknowledged = history.last();
                durable = options.syncIntervalMs() == 0 ? acknowledged : durable;
            }
            case IN_MEMORY -> {
                for (long number = first; number <= history.last(); number++) {
                    inMemory.add(number);
                }
            }
            case REFUSED -> {
                history.refused(first);
                refused += history.last() - first + 1;
            }
        }
    }

    /** Ticks that were refused. */
    long refused() {
        return refused;
    }

    /** The appends that were taken but not logged, and may not be written out yet. */
    Set<Long> inMemory() {
        return Set.copyOf(inMemory);
    }

    /** A tick of all series, now. */
    void tick() throws IOException {
        nowMs += 500;
        tick(nowMs);
    }

    private void sync() throws IOException {
        long upTo = history.last();
        store.sync();
        durable = upTo; // also what was in memory only: syncing writes it out
        inMemory.clear();
    }

    /** What an upstream's lane does: claim, look, send, settle; with a sample that comes late meanwhile. */
    private void deliver() throws IOException {
        TimeRange range = new TimeRange(nowMs - 20_000, nowMs);
        try (Ledger.Claim claim = store.ledger("central").claim(range)) {
            SortedMap<Labels, SortedMap<Long, Long>> seen;
            try (Snapshot snapshot = store.snapshot()) {
                seen = StoreContents.of(snapshot);
                if (!snapshot.damages().isEmpty()) {
                    return; // the answer is partial, so it must not be called delivered
                }
            }
            tick(nowMs - 1 - random.nextInt(15_000));
            history.send(seen, range);
            claim.settle(range, LedgerState.DELIVERED, 0, new Ledger.Note(nowMs, "204", List.of(nowMs, 1L)));
        }
    }

    /** Some series in some range, mostly one that is stored in part; at times all there is. */
    private void delete() throws IOException {
        long from = nowMs - random.nextInt(120_000);
        TimeRange range =
                random.nextInt(6) == 0 ? TimeRange.ALL : new TimeRange(from, from + 1 + random.nextInt(60_000));
        String metric = series(random.nextInt(3)).metricName();
        boolean every = random.nextInt(4) == 0;
        Set<Labels> hit = new HashSet<>();
        for (int i = 0; i < seriesCount; i++) {
            if (every || series(i).metricName().equals(metric)) {
                hit.add(series(i));
            }
        }
        history.beginDelete(hit, range);
        boolean done = false;
        try {
            store.delete(every ? List.of() : List.of(SeriesMatcher.equal("__name__", metric)), range);
            done = true;
        } finally {
            history.endDelete(done);
        }
        acknowledged = history.last();
        durable = acknowledged; // everything was written out before
        inMemory.clear();
    }

    private void load() throws IOException {
        boolean forward = random.nextBoolean();
        try (BulkLoader loader = store.bulkLoader(forward, 8)) {
            history.next();
            if (tolerant) {
                history.forgive(history.last());
            }
            for (int i = 0; i < 20; i++) {
                long time = nowMs - random.nextInt(80_000);
                long bits = Values.next(random, 0);
                history.add(series(i % seriesCount), time, bits);
                loader.add(series(i % seriesCount), time, bits);
                if (!forward) {
                    history.neverToBeSent(series(i % seriesCount), time);
                }
                if (i == 10) {
                    store.compactFully();
                }
            }
            loader.finish();
            acknowledged = history.last();
            durable = tolerant ? durable : acknowledged; // the loader flushed what came before
        }
    }
}
