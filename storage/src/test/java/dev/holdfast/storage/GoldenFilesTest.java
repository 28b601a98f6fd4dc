package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Data directories that earlier programs wrote are read exactly as they were written. The files are never made again: a
 * new format gets a new directory beside the old ones.
 */
class GoldenFilesTest {
    static final long T0 = 1_795_327_200_000L;
    static final int TICKS_2 = 2_650;
    private static final List<String> FORMAT_1 = List.of(
            "20261122T060000Z-000004.sst",
            "20261122T080000Z-000005.sst",
            "manifest-000000000005",
            "manifest-000000000006",
            "wal-0000000000000004");

    private static final List<String> FORMAT_2 = List.of(
            "20261122T060000Z-000002.sst",
            "20261122T080000Z-000003.sst",
            "manifest-000000000003",
            "manifest-000000000004",
            "wal-0000000000000003");

    private static final List<String> FORMAT_3 = List.of(
            "20261122T060000Z-000001.sst",
            "20261122T060000Z-000002.sst",
            "20261122T080000Z-000003.sst",
            "manifest-000000000001",
            "manifest-000000000002",
            "wal-0000000000000003");

    private static final List<String> FORMAT_4 = List.of(
            "20261122T060000Z-000002.sst", "manifest-000000000001", "manifest-000000000002", "wal-0000000000000002");

    private static SimulatedDirectory golden(String version, List<String> files) throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        for (String file : files) {
            try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + version + "/" + file)) {
                directory.put(file, in.readAllBytes());
            }
        }
        return directory;
    }

    static Labels series(int i) {
        return Labels.of("__name__", "golden_" + i, "instance", "h\u00f6st", "mode", i % 2 == 0 ? "user" : "system");
    }

    /** The value of a series at a tick; of every kind that the encoder treats in its own way. */
    static long bits(int i, int tick) {
        return switch (i) {
            case 0 -> Double.doubleToRawLongBits(tick * 4096.0);
            case 1 -> Double.doubleToRawLongBits((tick * 37 % 1000) / 100.0);
            case 2 -> (tick + 1) * 0x9e37_79b9_7f4a_7c15L;
            case 3 -> tick % 50 == 49 ? 0x7ff0_0000_0000_0002L : Double.doubleToRawLongBits(Math.floorDiv(tick, 50));
            case 4 -> Double.doubleToRawLongBits(-7.25);
            default -> tick % 9 == 0 ? 0x8000_0000_0000_0000L : Double.doubleToRawLongBits(1.0 / (tick + 1));
        };
    }

    /** Milliseconds of a tick: every second, at times late, once with a hole of two hours. */
    static long timeMs(int tick) {
        return T0 + tick * 1_000L + (tick % 17 == 0 ? 3 : 0) + (tick >= 300 ? 7_200_000 : 0);
    }

    private static SortedMap<Labels, SortedMap<Long, Long>> expected() {
        SortedMap<Labels, SortedMap<Long, Long>> result = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            SortedMap<Long, Long> samples = new TreeMap<>();
            for (int tick = 0; tick < 450; tick++) {
                samples.put(timeMs(tick), bits(i, tick));
            }
            result.put(series(i), samples);
        }
        result.get(series(0)).put(T0 + 10_500, Double.doubleToRawLongBits(1)); // came late
        result.get(series(0)).put(timeMs(20), Double.doubleToRawLongBits(2)); // came again
        return result;
    }

    @Test
    void formatOneIsReadExactly() throws IOException {
        SimulatedDirectory directory = golden("format-1", FORMAT_1);
        try (StoreReader reader = StoreReader.open(directory)) {
            judge(reader);
            assertTrue(reader.stats().unflushedSampleCount() > 0, "nothing came from the log");
        }
        StoreChecker.Report report = new StoreChecker(directory).check();
        assertEquals(List.of(), report.findings());
        assertEquals(2, report.runs());
        try (Store store =
                Store.open(directory, StoreOptions.defaults().withRetentionMs(0).withClock(() -> timeMs(450)))) {
            judge(store);
            store.compactFully();
            judge(store);
        }
    }

    /** Of format 2: enough for rollups, then a hole of two hours. */
    static long timeOfFormat2(int tick) {
        return T0 + tick * 1_000L + (tick % 17 == 0 ? 3 : 0) + (tick >= 2_400 ? 7_200_000 : 0);
    }

    /** A sealed run with rows, of which a part is deleted; a young one; a log with ledgers; manifests with totals. */
    @Test
    void formatTwoIsReadExactly() throws IOException {
        SimulatedDirectory directory = golden("format-2", FORMAT_2);
        SortedMap<Labels, SortedMap<Long, Long>> expected = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            SortedMap<Long, Long> samples = new TreeMap<>();
            for (int tick = 0; tick < TICKS_2; tick++) {
                long time = timeOfFormat2(tick);
                if (i != 4 || time < T0 + 60_000 || time >= T0 + 120_000) {
                    samples.put(time, bits(i, tick));
                }
            }
            expected.put(series(i), samples);
        }
        try (StoreReader reader = StoreReader.open(directory)) {
            judge(reader, expected);
            assertTrue(reader.stats().unflushedSampleCount() > 0, "nothing came from the log");
            assertTrue(reader.writeTotals().flushedBytes() > 0, "no totals");
            assertRows(reader, expected.get(series(1)));
        }
        StoreChecker.Report report = new StoreChecker(directory).check();
        assertEquals(List.of(), report.findings());
        assertEquals(2, report.runs());
        try (Store store = Store.open(
                directory, StoreOptions.defaults().withRetentionMs(0).withClock(() -> timeOfFormat2(TICKS_2)))) {
            judge(store, expected);
            store.compactFully();
            judge(store, expected);
        }
    }

    /** Notes of ledgers with numbers: one in the manifest, one in the log that replaces the manifest's. */
    @Test
    void formatThreeIsReadExactly() throws IOException {
        SimulatedDirectory directory = golden("format-3", FORMAT_3);
        SortedMap<Labels, SortedMap<Long, Long>> expected = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            SortedMap<Long, Long> samples = new TreeMap<>();
            for (int tick = 0; tick < 450; tick++) {
                samples.put(timeMs(tick), bits(i, tick));
            }
            expected.put(series(i), samples);
        }
        List<Long> inTheLog = List.of(660L, 60L, -1L, T0);
        List<Long> inTheManifest = List.of(Long.MAX_VALUE, Long.MIN_VALUE, 3L);
        try (StoreReader reader = StoreReader.open(directory)) {
            judge(reader, expected, inTheLog);
            assertEquals(new Ledger.Note(T0 + 6, "kept", inTheManifest), reader.ledgerNote("archive"));
            assertTrue(reader.stats().unflushedSampleCount() > 0, "nothing came from the log");
        }
        StoreChecker.Report report = new StoreChecker(directory).check();
        assertEquals(List.of(), report.findings());
        assertEquals(3, report.runs());
        try (Store store =
                Store.open(directory, StoreOptions.defaults().withRetentionMs(0).withClock(() -> timeMs(450)))) {
            judge(store, expected, inTheLog);
            store.compactFully();
            judge(store, expected, inTheLog);
        }
    }

    /** The value of a series of format 4: of the kinds that it has forms of its own for. */
    static long bitsOfFormat4(int i, int tick) {
        int spread = Math.floorMod(tick * 7_919, 10_007);
        double value = switch (i) {
            case 0 -> (float) (spread / 100.0);
            case 1 -> (4_000_000 + spread) / 16_272_404.0 * 100;
            case 2 -> 100.0 * (spread % 1_400) / (1_499 + tick % 3);
            case 3 -> sumOfFormat4(tick);
            case 4 -> Math.rint((15_000 + spread % 50) / 31_337.0 * 1e6) / 1e6;
            default -> tick % 500 < 2 ? spread : 0;
        };
        return Double.doubleToRawLongBits(value);
    }

    private static double sumOfFormat4(int tick) {
        double sum = 0;
        for (int i = 0; i <= tick; i++) {
            sum += i % 89 / 1e3;
        }
        return sum;
    }

    /** Of format 4: a scrape in nineteen is lost. */
    static long timeOfFormat4(int tick) {
        return T0 + (tick + tick / 18) * 1_000L + (tick >= 2_400 ? 7_200_000 : 0);
    }

    /** A run with chunks, time columns and rows of the forms that version 3 of the sstable brought; more in the log. */
    @Test
    void formatFourIsReadExactly() throws IOException {
        SimulatedDirectory directory = golden("format-4", FORMAT_4);
        SortedMap<Labels, SortedMap<Long, Long>> expected = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            SortedMap<Long, Long> samples = new TreeMap<>();
            for (int tick = 0; tick < TICKS_2; tick++) {
                samples.put(timeOfFormat4(tick), bitsOfFormat4(i, tick));
            }
            expected.put(series(i), samples);
        }
        try (StoreReader reader = StoreReader.open(directory)) {
            assertEquals("", StoreContents.difference(expected, StoreContents.of(reader)));
            assertTrue(reader.stats().unflushedSampleCount() > 0, "nothing came from the log");
            assertRows(reader, expected.get(series(1)));
        }
        StoreChecker.Report report = new StoreChecker(directory).check();
        assertEquals(List.of(), report.findings());
        assertEquals(1, report.runs());
        try (Store store = Store.open(
                directory, StoreOptions.defaults().withRetentionMs(0).withClock(() -> timeOfFormat4(TICKS_2)))) {
            store.compactFully();
            assertEquals("", StoreContents.difference(expected, StoreContents.of(store)));
        }
    }

    /** That rows answer, and truly. */
    private static void assertRows(StoreReader reader, SortedMap<Long, Long> samples) {
        Aggregate aggregate = new Aggregate();
        try (Snapshot snapshot = reader.snapshot()) {
            Series one = snapshot.select(List.of(SeriesMatcher.equal("__name__", "golden_1")), TimeRange.ALL)
                    .get(0);
            one.aggregate(new long[] {T0}, new long[] {T0 + 1_800_000}, false, new Aggregate[] {aggregate});
            assertTrue(
                    snapshot.trace().toString().contains("rollupRowsOfMinutes=30"),
                    snapshot.trace().toString());
        }
        double sum = 0;
        for (long bits : samples.subMap(T0 + 1, T0 + 1_800_001).values()) {
            sum += Double.longBitsToDouble(bits);
        }
        assertEquals(sum, aggregate.sum(), 1e-9 * sum);
    }

    private static void judge(StoreView view, SortedMap<Labels, SortedMap<Long, Long>> expected) {
        judge(view, expected, List.of());
    }

    private static void judge(
            StoreView view, SortedMap<Labels, SortedMap<Long, Long>> expected, List<Long> numbersOfTheNote) {
        assertEquals("", StoreContents.difference(expected, StoreContents.of(view)));
        assertEquals(List.of(), view.stats().damages());
        assertEquals(List.of("archive", "central"), view.ledgerNames());
        assertEquals(
                List.of(
                        new IntervalLedger.Entry(T0, T0 + 100_000, LedgerState.DELIVERED, 0),
                        new IntervalLedger.Entry(T0 + 100_000, T0 + 110_000, LedgerState.REFUSED, 400)),
                view.ledgerIntervals("central").entries());
        assertEquals(new Ledger.Note(T0 + 5, "400 out of order", numbersOfTheNote), view.ledgerNote("central"));
    }

    private static void judge(StoreView view) {
        assertEquals("", StoreContents.difference(expected(), StoreContents.of(view)));
        assertEquals(List.of(), view.stats().damages());
        assertEquals(List.of("archive", "central"), view.ledgerNames());
        assertEquals(
                List.of(
                        new IntervalLedger.Entry(T0, T0 + 10_500, LedgerState.DELIVERED, 0),
                        new IntervalLedger.Entry(T0 + 10_501, timeMs(20), LedgerState.DELIVERED, 0),
                        new IntervalLedger.Entry(timeMs(20) + 1, T0 + 100_000, LedgerState.DELIVERED, 0),
                        new IntervalLedger.Entry(T0 + 100_000, T0 + 110_000, LedgerState.REFUSED, 400)),
                view.ledgerIntervals("central").entries());
        assertEquals(new Ledger.Note(T0 + 5, "400 out of order"), view.ledgerNote("central"));
    }
}
