package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The real store in a directory, with a memtable so small that everything that a store does happens in a test. */
public final class DiskStore implements TestStore {
    private static final int TICKS_A_STEP = 50;

    private final Store store;
    private final SampleBatch batch = new SampleBatch(16);
    private int ticks;

    /** Opens or makes it. */
    public DiskStore(Path directory, LongSupplier clock) {
        this(directory, clock, 64 << 10);
    }

    /** The same with room for larger ticks. */
    public DiskStore(Path directory, LongSupplier clock, int memtableBytes) {
        try {
            store = Store.open(
                    directory,
                    StoreOptions.defaults()
                            .withClock(clock)
                            .withMemtableBytes(memtableBytes)
                            .withSyncIntervalMs(3_600_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void append(long timestampMs, List<Labels> series, long[] valueBits) {
        batch.reset(timestampMs);
        for (int i = 0; i < valueBits.length; i++) {
            batch.addBits(store.series(series.get(i)), valueBits[i]);
        }
        try {
            if (store.append(batch) != Store.Appended.LOGGED) {
                throw new IllegalStateException("not logged at " + timestampMs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (++ticks % TICKS_A_STEP == 0) {
            maintain();
        }
    }

    /** All background work that is due. */
    public void maintain() {
        boolean more = true;
        while (more) {
            more = store.maintain();
        }
    }

    @Override
    public StoreView view() {
        return store;
    }

    @Override
    public Ledger ledger(String name) {
        try {
            return store.ledger(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<Labels, SortedMap<Long, Long>> contents() {
        TreeMap<Labels, SortedMap<Long, Long>> result = new TreeMap<>();
        try (Snapshot snapshot = store.snapshot()) {
            for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
                SortedMap<Long, Long> samples = new TreeMap<>();
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                while (cursor.next()) {
                    samples.put(cursor.timestampMs(), cursor.valueBits());
                }
                result.put(series.labels(), samples);
            }
        }
        return result;
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
