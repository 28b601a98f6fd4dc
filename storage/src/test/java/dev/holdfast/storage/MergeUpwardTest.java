package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merging upward while other things happen between the slices. Partitions of 10 s, windows of two and fourteen minutes. */
class MergeUpwardTest {
    private static final long T0 = 2_000_000L * 840_000;
    private static final Labels A = Labels.of("__name__", "a");

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private long nowMs = T0;

    private StoreOptions options() {
        return StoreOptions.defaults()
                .withRetentionMs(0)
                .withMaxBytes(0)
                .withPartitionMs(10_000)
                .withMemtableBytes(1 << 12)
                .withSyncIntervalMs(5_000)
                .withClock(() -> nowMs);
    }

    private static void append(Store store, long timestampMs, double value) throws IOException {
        SampleBatch batch = new SampleBatch(1);
        batch.reset(timestampMs).add(store.series(A), value);
        assertEquals(Store.Appended.LOGGED, store.append(batch));
    }

    /** Two minutes of data, written out, not merged; then the window is past. */
    private Store filled(StoreOptions options) throws IOException {
        Store store = Store.open(directory, options);
        for (int i = 0; i < 1_200; i++) {
            append(store, T0 + i * 100L, i);
            if (i % 100 == 99) {
                store.flush();
            }
        }
        while (store.maintain()) {
            // all that can be done before the window is past
        }
        store.flush();
        nowMs = T0 + 300_000;
        return store;
    }

    /** Steps until a merge has begun and is not done. */
    private void beginMerging(Store store) throws IOException {
        for (int i = 0; i < 20; i++) {
            assertTrue(store.maintain());
            if (directory.list().stream().anyMatch(name -> name.endsWith(".sst.tmp"))) {
                return;
            }
        }
        throw new AssertionError("no merge began: " + directory.list());
    }

    private static double value(Store store, long timestampMs) {
        return Double.longBitsToDouble(StoreTest.samplesOf(store, A).get(timestampMs));
    }

    private List<RunInfo> finish(Store store) throws IOException {
        while (store.maintain()) {
            // to the end
        }
        assertEquals("", store.stats().degraded());
        return store.state().version().infos();
    }

    @Test
    void whatIsWrittenOutBetweenTwoSlicesStaysNewer() throws IOException {
        Store store = filled(options());
        beginMerging(store);
        append(store, T0 + 50_000, -1);
        store.flush();
        List<RunInfo> runs = finish(store);
        assertEquals(new TimeRange(T0, T0 + 120_000), runs.get(0).partition());
        assertEquals(RunInfo.LEVEL_DENSE, runs.get(0).level());
        assertEquals(-1, value(store, T0 + 50_000));
        store.compactFully();
        assertEquals(-1, value(store, T0 + 50_000));
        assertEquals(1, store.stats().runCount());
        assertEquals(1_200, StoreTest.samplesOf(store, A).size());
        store.close();
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    @Test
    void anImportThatIsOlderThanTheMergeAndEndsBeforeItStaysNewer() throws IOException {
        Store store = filled(options());
        BulkLoader loader = store.bulkLoader(false, 2);
        loader.add(A, T0 + 60_000, Double.doubleToRawLongBits(-2));
        loader.add(A, T0 + 60_100, Double.doubleToRawLongBits(-3)); // written out now, with its number
        beginMerging(store);
        loader.finish();
        loader.close();
        finish(store);
        assertEquals(-2, value(store, T0 + 60_000));
        store.compactFully();
        assertEquals(-3, value(store, T0 + 60_100));
        store.close();
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    @Test
    void whatIsDroppedWhileItIsMergedStaysDropped() throws IOException {
        Store store = filled(options().withRetentionMs(480_000));
        beginMerging(store);
        nowMs = T0 + 480_000 + 60_000; // half of the window is too old
        finish(store);
        assertEquals(T0 + 60_000, StoreTest.samplesOf(store, A).firstKey());
        assertEquals(600, StoreTest.samplesOf(store, A).size());
        assertFalse(directory.list().stream().anyMatch(name -> name.endsWith(".tmp")));
        store.close();
    }

    @Test
    void theLogIsSyncedBetweenTwoSlices() throws IOException {
        Store store = filled(options());
        beginMerging(store);
        append(store, nowMs, 7);
        nowMs += 5_000;
        store.maintain(); // the merge is not done, but the interval is over
        assertTrue(directory.list().stream().anyMatch(name -> name.endsWith(".sst.tmp")));
        try (Store cut = Store.open(directory.afterPowerCut(new java.util.Random(1)), options())) {
            assertEquals(7, value(cut, nowMs - 5_000));
        }
        store.close();
    }

    /** The result has a smaller id than the manifest before it would give out: ids alone do not tell that one is lost. */
    @Test
    void aLostManifestIsNoticedAlsoAfterALongMerge() throws IOException {
        Store store = filled(options());
        beginMerging(store);
        append(store, T0 + 50_000, -1);
        store.flush();
        while (store.state().version().infos().get(0).partition().lengthMs() == 10_000) {
            assertTrue(store.maintain());
        }
        SimulatedDirectory left = directory.afterKill();
        left.delete(left.list().stream()
                .filter(name -> name.startsWith("manifest-"))
                .reduce("", (before, name) -> name));
        try (Store again = Store.open(left, options())) {
            assertFalse(again.stats().damages().isEmpty());
            assertEquals("", StoreContents.difference(StoreContents.of(store), StoreContents.of(again)));
        }
        store.close();
    }

    @Test
    void closingGivesTheMergeUpAndLosesNothing() throws IOException {
        Store store = filled(options());
        beginMerging(store);
        store.close();
        assertFalse(directory.list().stream().anyMatch(name -> name.endsWith(".tmp")));
        try (Store again = Store.open(directory, options())) {
            assertEquals(1_200, StoreTest.samplesOf(again, A).size());
            assertEquals(1, finish(again).size());
            assertEquals(1_200, StoreTest.samplesOf(again, A).size());
        }
    }

    @Test
    void whatWasWrittenIsCountedAlsoAfterARestart() throws IOException {
        Store store = filled(options());
        finish(store);
        WriteTotals before = store.writeTotals();
        assertEquals(1_200, before.samples());
        assertTrue(before.mergedBytes() > 0 && before.flushedBytes() > 0, before.toString());
        assertTrue(before.loggedBytes() > 64 << 10, before.toString());
        append(store, nowMs, 1);
        try (Store killed = Store.open(directory.afterKill(), options())) {
            assertEquals(1_201, killed.writeTotals().samples());
            assertEquals(before.mergedBytes(), killed.writeTotals().mergedBytes());
        }
        try (StoreReader reader = StoreReader.open(directory)) {
            assertEquals(1_201, reader.writeTotals().samples());
        }
        store.close();
        try (Store again = Store.open(directory, options())) {
            assertEquals(1_201, again.writeTotals().samples());
            assertTrue(again.writeTotals().loggedBytes() >= before.loggedBytes());
        }
    }
}
