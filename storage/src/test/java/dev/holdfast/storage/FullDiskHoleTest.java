package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A full disk costs exactly the ticks that the store said it refused, and none of those that it took. */
class FullDiskHoleTest {
    private static final long T0 = 1_795_392_000_000L;
    private static final int SERIES = 20;

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private final long[] now = {T0};
    private final List<Long> taken = new ArrayList<>();
    private int refused;
    private boolean noise; // which fills the log before memory is full
    private final SplittableRandom random = new SplittableRandom(3);

    private void append(Store store, int[] refs, SampleBatch batch) throws IOException {
        now[0] += 1_000;
        batch.reset(now[0]);
        for (int ref : refs) {
            batch.add(ref, noise ? random.nextDouble() : (double) (now[0] % 1_000_003 + ref));
        }
        if (store.append(batch) == Store.Appended.REFUSED) {
            refused++;
        } else {
            taken.add(now[0]);
        }
        store.maintain();
    }

    private static List<Long> times(StoreView view) {
        List<Long> times = new ArrayList<>();
        try (Snapshot snapshot = view.snapshot()) {
            SampleCursor cursor =
                    snapshot.select(List.of(), TimeRange.ALL).get(SERIES - 1).samples(Long.MIN_VALUE, Long.MAX_VALUE);
            while (cursor.next()) {
                times.add(cursor.timestampMs());
            }
        }
        return times;
    }

    private StoreOptions options() {
        return StoreOptions.defaults()
                .withRetentionMs(0)
                .withMaxBytes(0)
                .withMemtableBytes(64 << 10)
                .withClock(() -> now[0]);
    }

    private static int[] refs(Store store) {
        int[] refs = new int[SERIES];
        for (int i = 0; i < SERIES; i++) {
            refs[i] = store.series(Labels.of("__name__", "m", "i", String.valueOf(100 + i)));
        }
        return refs;
    }

    /** Fills the disk, and then memory. */
    private void fillUntilRefused(Store store) throws IOException {
        int[] refs = refs(store);
        SampleBatch batch = new SampleBatch(SERIES);
        noise = true;
        append(store, refs, batch);
        directory.limitBytes(directory.usedBytes() + 1_000);
        while (refused == 0) {
            append(store, refs, batch);
        }
    }

    /** Room for an sstable, and not for what one may take at worst: what is in memory only is tried at the end all the same. */
    @Test
    void whatIsInMemoryOnlyIsWrittenAtTheEndWhereItFits() throws IOException {
        try (Store store = Store.open(directory, options())) {
            fillUntilRefused(store);
            assertFalse(store.writes().isLogging());
            directory.limitBytes(directory.usedBytes() + (250 << 10));
            store.maintain();
            assertFalse(store.stats().degraded().isEmpty(), "there is room for the worst");
        }
        directory.limitBytes(Long.MAX_VALUE);
        try (Store again = Store.open(directory, options())) {
            assertEquals(taken, times(again));
        }
    }

    /** The log goes on, which takes the room; the memtable that it lacks would be refused by the look at the worst case. */
    @Test
    void whatIsInMemoryOnlyIsWrittenAtTheEndAlsoWhenTheLogGoesOn() throws IOException {
        try (Store store = Store.open(directory, options())) {
            fillUntilRefused(store);
            directory.limitBytes(
                    directory.usedBytes() + store.wal().bytesToAllocate() + StoreMaintenance.SMALL_FILE_BYTES + 1_000);
            store.maintain();
            assertTrue(store.writes().isLogging());
            assertTrue(store.writes().hasLogFailed(), "what was in memory only is written out already");
        }
        directory.limitBytes(Long.MAX_VALUE);
        try (Store again = Store.open(directory, options())) {
            assertEquals(taken, times(again));
        }
    }

    @Test
    void theHoleIsWhatWasRefused() throws IOException {
        try (Store store = Store.open(directory, options())) {
            int[] refs = refs(store);
            SampleBatch batch = new SampleBatch(SERIES);
            for (int i = 0; i < 500; i++) {
                append(store, refs, batch);
            }
            directory.limitBytes(directory.usedBytes() + 1_000); // another program has taken the rest
            for (int i = 0; i < 3_000; i++) {
                append(store, refs, batch);
            }
            assertTrue(refused > 100, "the bound on memory was never reached: " + refused);
            assertFalse(store.stats().degraded().isEmpty());
            assertEquals(taken, times(store), "while the disk is full");
            directory.limitBytes(Long.MAX_VALUE);
            int refusedUntilThen = refused;
            for (int i = 0; i < 500; i++) {
                append(store, refs, batch);
            }
            assertEquals(refusedUntilThen, refused, 3, "it does not recover by itself");
            assertEquals("", store.stats().degraded());
            assertEquals((long) refused * SERIES, store.stats().refusedSampleCount());
            assertEquals(taken, times(store));
            assertEquals(4_000, taken.size() + refused);
        }
        try (Store again = Store.open(directory, options())) {
            assertEquals(taken, times(again), "after a restart");
        }
    }
}
