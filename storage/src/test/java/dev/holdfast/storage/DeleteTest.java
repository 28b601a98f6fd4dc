package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeleteTest {
    private static final long T0 = 1_795_327_200_000L; // the start of a partition
    private static final Labels A = Labels.of("__name__", "a", "host", "x");
    private static final Labels B = Labels.of("__name__", "b", "host", "y");
    private static final List<SeriesMatcher> OF_A = List.of(SeriesMatcher.equal("__name__", "a"));

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private long nowMs = T0;
    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(
                directory,
                StoreOptions.defaults().withRetentionMs(0).withMaxBytes(0).withClock(() -> nowMs));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    /** A sample of each series each second. */
    private void ticks(int count) throws IOException {
        SampleBatch batch = new SampleBatch(2);
        for (int i = 0; i < count; i++) {
            batch.reset(nowMs);
            batch.add(store.series(A), i);
            batch.add(store.series(B), -i);
            store.append(batch);
            nowMs += 1_000;
        }
    }

    private long count(Labels labels) {
        return StoreContents.of(store)
                .getOrDefault(labels, new java.util.TreeMap<>())
                .size();
    }

    private Set<Labels> selected(long fromMs, long toMs) {
        Set<Labels> labels = new TreeSet<>();
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.select(List.of(), new TimeRange(fromMs, toMs)).forEach(series -> labels.add(series.labels()));
        }
        return labels;
    }

    private String manifest(int back) throws IOException {
        List<String> names = directory.list().stream()
                .filter(name -> FileNames.manifestGeneration(name) >= 0)
                .sorted()
                .toList();
        return names.get(names.size() - 1 - back);
    }

    @Test
    void theEndsOfTheRangeAreInclusiveAndExclusive() throws IOException {
        ticks(100);
        assertEquals(new Deletion(1, 11), store.delete(OF_A, new TimeRange(T0 + 10_000, T0 + 20_000)));
        var left = StoreContents.of(store).get(A);
        assertEquals(90, left.size());
        assertTrue(left.containsKey(T0 + 9_000) && left.containsKey(T0 + 20_000));
        assertFalse(left.containsKey(T0 + 10_000) || left.containsKey(T0 + 19_000));
        assertEquals(100, count(B));
    }

    @Test
    void aSeriesOfWhichNothingIsLeftIsNotListed() throws IOException {
        ticks(100);
        store.delete(OF_A, TimeRange.ALL);
        assertEquals(Set.of(B), selected(T0, nowMs));
        try (Snapshot snapshot = store.snapshot()) {
            assertEquals(Set.of("b"), snapshot.labelValues("__name__", List.of(), TimeRange.ALL));
            assertEquals(Set.of("y"), snapshot.labelValues("host", List.of(), TimeRange.ALL));
        }
    }

    @Test
    void inARangeThatIsDeletedWholeASeriesIsNotListed() throws IOException {
        ticks(100);
        store.delete(OF_A, new TimeRange(T0 + 10_000, T0 + 20_000));
        assertEquals(Set.of(B), selected(T0 + 12_000, T0 + 15_000));
        assertEquals(Set.of(A, B), selected(T0 + 12_000, T0 + 21_000));
    }

    @Test
    void whatComesLaterIsNotDeleted() throws IOException {
        ticks(10);
        store.delete(OF_A, TimeRange.ALL);
        SampleBatch late = new SampleBatch(1);
        late.reset(T0 + 3_000).add(store.series(A), 7);
        store.append(late);
        assertEquals(1, count(A));
        try (BulkLoader loader = store.bulkLoader(false)) {
            loader.add(A, T0 + 4_000, 1);
            loader.finish();
        }
        assertEquals(2, count(A));
        store.compactFully();
        assertEquals(2, count(A));
    }

    @Test
    void anImportThatIsFinishedAfterTheDeleteIsNotDeleted() throws IOException {
        ticks(10);
        try (BulkLoader loader = store.bulkLoader(false, 2)) {
            loader.add(A, T0 + 3_000, 1);
            loader.add(A, T0 + 4_000, 1); // written out already, under an id from before the delete
            store.delete(OF_A, TimeRange.ALL);
            loader.finish();
        }
        assertEquals(2, count(A));
        store.compactFully();
        assertEquals(2, count(A));
    }

    @Test
    void aSnapshotThatIsHeldStillHasWhatIsDeleted() throws IOException {
        ticks(10);
        try (Snapshot held = store.snapshot()) {
            store.delete(List.of(), TimeRange.ALL);
            store.compactFully();
            assertEquals(20, StoreContents.count(StoreContents.of(held)));
        }
        assertEquals(0, StoreContents.count(StoreContents.of(store)));
    }

    @Test
    void whatIsDeletedWholeLeavesTheDiskAtOnce() throws IOException {
        ticks(100);
        store.delete(List.of(), TimeRange.ALL);
        assertEquals(0, store.stats().runCount());
        assertEquals(0, store.stats().deletedSampleCount());
        assertEquals(0, directory.list().stream().filter(FileNames::isSstable).count());
        assertTrue(store.snapshot().populated().stream().allMatch(TimeRange::isEmpty));
    }

    @Test
    void compactingFreesTheBytesAndForgetsTheTombstone() throws IOException {
        ticks(2_000);
        store.compactFully();
        long before = store.stats().sstableBytes();
        store.delete(OF_A, TimeRange.ALL);
        assertEquals(2_000, store.stats().deletedSampleCount());
        assertEquals(4_000, store.stats().sampleCount(), "counts lag until the merge");
        store.compactFully();
        assertEquals(2_000, store.stats().sampleCount());
        assertEquals(0, store.stats().deletedSampleCount());
        assertTrue(store.stats().sstableBytes() < before);
    }

    @Test
    void aSealedPartitionIsWrittenAnewWhenAnEighthIsDeleted() throws IOException {
        ticks(800);
        store.compactFully();
        nowMs = T0 + 3 * 7_200_000L;
        store.delete(OF_A, new TimeRange(T0, T0 + 210_000));
        while (store.maintain()) {
            // until there is nothing to do
        }
        assertEquals(0, store.stats().deletedSampleCount());
        assertEquals(1_600 - 210, store.stats().sampleCount());
    }

    @Test
    void littleThatIsDeletedWaitsForADay() throws IOException {
        ticks(7_000);
        store.compactFully();
        nowMs = T0 + 3 * 7_200_000L;
        store.delete(OF_A, new TimeRange(T0, T0 + 1_000)); // of one chunk
        while (store.maintain()) {
            // until there is nothing to do
        }
        assertTrue(store.stats().deletedSampleCount() > 0);
        assertEquals(6_999, count(A));
        nowMs += 86_400_000L;
        while (store.maintain()) {
            // until there is nothing to do
        }
        assertEquals(0, store.stats().deletedSampleCount());
        assertEquals(6_999, count(A));
    }

    @Test
    void deletingAgainFindsNothing() throws IOException {
        ticks(10);
        store.delete(OF_A, TimeRange.ALL);
        String manifest = manifest(0);
        assertEquals(new Deletion(0, 0), store.delete(OF_A, TimeRange.ALL));
        assertEquals(new Deletion(0, 0), store.delete(OF_A, new TimeRange(0, 0)));
        assertEquals(manifest, manifest(0), "a manifest was written for nothing");
    }

    @Test
    void aPowerCutAfterItReturnedDoesNotUndoIt() throws IOException {
        ticks(100);
        store.delete(OF_A, new TimeRange(T0, T0 + 50_000));
        for (int seed = 0; seed < 20; seed++) {
            try (Store again = Store.open(
                    directory.afterPowerCut(new java.util.Random(seed)),
                    StoreOptions.defaults().withRetentionMs(0))) {
                assertEquals("", StoreContents.difference(StoreContents.of(store), StoreContents.of(again)));
            }
        }
    }

    @Test
    void anOlderManifestKeepsItsTombstones() throws IOException {
        ticks(100);
        store.delete(OF_A, new TimeRange(T0, T0 + 50_000));
        ticks(10);
        store.compactFully();
        store.delete(OF_A, new TimeRange(T0 + 60_000, T0 + 70_000));
        store.delete(List.of(SeriesMatcher.equal("__name__", "b")), new TimeRange(T0, T0 + 1_000));
        SimulatedDirectory copy = directory.afterKill();
        copy.truncate(manifest(0), 50);
        try (StoreReader reader = StoreReader.open(copy)) {
            var contents = StoreContents.of(reader);
            assertEquals(50, contents.get(A).size()); // 110 - 50 - 10
            assertEquals(110, contents.get(B).size(), "the newest delete is lost with the newest manifest");
            assertEquals(1, reader.stats().damages().size());
        }
    }

    @Test
    void aReaderOfTheLiveDirectorySeesIt() throws IOException {
        ticks(100);
        store.delete(OF_A, new TimeRange(T0, T0 + 50_000));
        try (StoreReader reader = StoreReader.open(directory)) {
            assertEquals("", StoreContents.difference(StoreContents.of(store), StoreContents.of(reader)));
            assertEquals(51, reader.stats().deletedSampleCount());
        }
    }
}
