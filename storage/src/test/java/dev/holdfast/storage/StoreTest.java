package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final long T0 = 1_795_327_200_000L; // a multiple of two hours

    @TempDir
    Path directory;

    private long nowMs = T0;

    private StoreOptions options() {
        return StoreOptions.defaults().withClock(() -> nowMs).withMemtableBytes(64 << 10);
    }

    static SortedMap<Long, Long> samplesOf(StoreView view, Labels labels) {
        SortedMap<Long, Long> result = new TreeMap<>();
        try (Snapshot snapshot = view.snapshot()) {
            for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
                if (series.labels().equals(labels)) {
                    SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                    while (cursor.next()) {
                        result.put(cursor.timestampMs(), cursor.valueBits());
                    }
                }
            }
            assertEquals(List.of(), snapshot.damages());
        }
        return result;
    }

    private static Labels series(int i) {
        return Labels.of("__name__", "m" + i % 7, "instance", "h1", "i", Integer.toString(i));
    }

    private void tick(Store store, SampleBatch batch, int seriesCount, long timestampMs) throws IOException {
        batch.reset(timestampMs);
        for (int i = 0; i < seriesCount; i++) {
            batch.add(store.series(series(i)), (timestampMs - T0) / 1000.0 * (i % 3) + i);
        }
        assertEquals(Store.Appended.LOGGED, store.append(batch));
    }

    @Test
    void whatWasAppendedIsReadAtOnceAndAfterReopening() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        try (Store store = Store.open(directory, options())) {
            for (int t = 0; t < 500; t++) {
                tick(store, batch, 20, T0 + t * 1000L);
            }
            assertEquals(500, samplesOf(store, series(3)).size());
        }
        try (Store store = Store.open(directory, options())) {
            SortedMap<Long, Long> samples = samplesOf(store, series(5));
            assertEquals(500, samples.size());
            assertEquals(Double.doubleToRawLongBits(499 * 2.0 + 5), samples.get(T0 + 499_000));
        }
    }

    @Test
    void aCopyTakenWhileItIsOpenHoldsEverythingThatWasAcknowledged() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        try (Store store = Store.open(directory, options())) {
            for (int t = 0; t < 2000; t++) {
                tick(store, batch, 20, T0 + t * 1000L);
                if (t % 300 == 0) {
                    store.maintain();
                }
            }
            try (StoreReader reader = StoreReader.open(directory)) {
                assertEquals(samplesOf(store, series(4)), samplesOf(reader, series(4)));
                assertEquals(2000, samplesOf(reader, series(4)).size());
            }
            Path copy = Files.createDirectory(directory.resolve("copy"));
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            try (Store second = Store.open(copy, options())) {
                assertEquals(2000, samplesOf(second, series(19)).size());
            }
        }
    }

    @Test
    void theNewestValueOfAMillisecondWinsWhereverTheOlderOneIs() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        try (Store store = Store.open(directory, options())) {
            tick(store, batch, 5, T0);
            tick(store, batch, 5, T0 + 1000);
            store.compactFully();
            batch.reset(T0).add(store.series(series(1)), 77);
            store.append(batch);
            batch.reset(T0 - 500).add(store.series(series(1)), 78);
            store.append(batch);
            assertEquals(
                    Double.doubleToRawLongBits(77), samplesOf(store, series(1)).get(T0));
            store.compactFully();
            SortedMap<Long, Long> samples = samplesOf(store, series(1));
            assertEquals(List.of(T0 - 500, T0, T0 + 1000), List.copyOf(samples.keySet()));
            assertEquals(Double.doubleToRawLongBits(77), samples.get(T0));
        }
    }

    @Test
    void aPartitionIsSealedIntoOneRunWhenItsTimeIsOver() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        try (Store store = Store.open(directory, options())) {
            for (int t = 0; t < 7200 + 600; t++) {
                nowMs = T0 + t * 1000L;
                tick(store, batch, 20, nowMs);
                while (t % 100 == 0 && store.maintain()) {
                    // one step after the other
                }
            }
            assertTrue(List.of(directory.toFile().list()).toString().contains("20261122T060000Z"));
            StoreStats stats = store.stats();
            assertTrue(stats.runCount() <= 3, stats.toString());
            assertEquals(20 * 7800, stats.sampleCount());
            assertEquals("", stats.degraded());
            assertEquals(7800, samplesOf(store, series(6)).size());
        }
    }

    @Test
    void retentionDropsWholePartitionsAndTellsTheLedger() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        StoreOptions options = options().withRetentionMs(4 * 3_600_000L);
        try (Store store = Store.open(directory, options)) {
            Ledger ledger = store.ledger("central");
            for (int t = 0; t < 12 * 3600; t += 30) {
                nowMs = T0 + t * 1000L;
                tick(store, batch, 5, nowMs);
                while (store.maintain()) {
                    // all that is due
                }
            }
            long first = samplesOf(store, series(2)).firstKey();
            assertEquals(T0 + 6 * 3_600_000L, first);
            assertEquals(
                    LedgerState.EVICTED, ledger.intervals().entries().get(0).state());
        }
    }

    @Test
    void whatIsKeptCanChangeWhileTheStoreIsOpenAndWhatHasTheShapeOfFilesCannot() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        try (Store store = Store.open(directory, options())) {
            tick(store, batch, 5, T0);
            nowMs = T0 + 24 * 3_600_000L;
            tick(store, batch, 5, nowMs);
            while (store.maintain()) {
                // until there is nothing to do
            }
            assertEquals(2, samplesOf(store, series(3)).size());
            store.reconfigure(options().withRetentionMs(3_600_000));
            while (store.maintain()) {
                // until there is nothing to do
            }
            assertEquals(1, samplesOf(store, series(3)).size());
            StoreOptions before = store.options();
            assertThrows(IllegalArgumentException.class, () -> store.reconfigure(before.withPartitionMs(60_000)));
            assertThrows(IllegalArgumentException.class, () -> store.reconfigure(before.withMemtableBytes(1 << 20)));
            assertThrows(IllegalArgumentException.class, () -> store.reconfigure(before.withWal(WalEngine.CHRONICLE)));
            assertEquals(before, store.options());
        }
    }

    @Test
    void aSecondWriterIsRefusedByName() throws IOException {
        try (Store store = Store.open(directory, options())) {
            StoreLockedException refused =
                    assertThrows(StoreLockedException.class, () -> Store.open(directory, options()));
            assertTrue(
                    refused.getMessage()
                            .contains("pid " + ProcessHandle.current().pid()),
                    refused.getMessage());
            assertEquals("", store.stats().degraded());
        }
    }

    @Test
    void aLateSampleReopensItsMomentAlsoWhileItIsBeingDelivered() throws IOException {
        SampleBatch batch = new SampleBatch(8);
        TimeRange sent = new TimeRange(T0, T0 + 10_000);
        try (Store store = Store.open(directory, options())) {
            Ledger ledger = store.ledger("central");
            for (int t = 0; t < 10; t++) {
                tick(store, batch, 3, T0 + t * 1000L);
            }
            try (Ledger.Claim claim = ledger.claim(sent)) {
                tick(store, batch, 3, T0 + 2500);
                claim.settle(sent, LedgerState.DELIVERED, 0, new Ledger.Note(nowMs, "204 ok", List.of(-1L, nowMs)));
            }
            tick(store, batch, 3, T0 + 7500);
            List<TimeRange> pending = List.of(new TimeRange(T0 + 2500, T0 + 2501), new TimeRange(T0 + 7500, T0 + 7501));
            assertEquals(pending, ledger.intervals().pending(sent));
            try (StoreReader reader = StoreReader.open(directory)) {
                assertEquals(pending, reader.ledgerIntervals("central").pending(sent));
                assertEquals(new Ledger.Note(nowMs, "204 ok", List.of(-1L, nowMs)), reader.ledgerNote("central"));
            }
        }
        try (Store store = Store.open(directory, options())) {
            assertEquals(2, store.ledgerIntervals("central").pending(sent).size());
        }
    }

    @Test
    void bulkLoadedSamplesOfAnyAgeAreVisibleTogether() throws IOException {
        try (Store store = Store.open(directory, options())) {
            try (BulkLoader loader = store.bulkLoader(false)) {
                for (int i = 0; i < 1000; i++) {
                    loader.add(series(1), i * 60_000L, Double.doubleToRawLongBits(i));
                    loader.add(series(2), T0 - i * 3_600_000L, Double.doubleToRawLongBits(i));
                }
                loader.add(series(1), 0, Double.doubleToRawLongBits(-5));
                assertEquals(0, samplesOf(store, series(1)).size());
                assertEquals(2001, loader.finish());
            }
            assertEquals(1000, samplesOf(store, series(1)).size());
            assertEquals(1000, samplesOf(store, series(2)).size());
            assertEquals(
                    Double.doubleToRawLongBits(-5), samplesOf(store, series(1)).get(0L));
            store.compactFully();
            assertEquals(1000, samplesOf(store, series(2)).size());
        }
    }
}
