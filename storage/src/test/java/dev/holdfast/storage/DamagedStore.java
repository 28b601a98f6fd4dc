package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.repair.StoreRepair;
import dev.holdfast.storage.testing.SampleHistory;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory with one of each kind of file, as a killed process leaves it, and the rules that hold after any damage to it
 * and a repair.
 */
final class DamagedStore {
    static final long T0 = Workload.T0;

    final SimulatedDirectory directory = new SimulatedDirectory();
    final SampleHistory history = new SampleHistory();
    final StoreOptions options = Workload.smallOptions().withPartitionMs(60_000).withClock(() -> T0);
    private final int seriesCount;

    /** A sealed, a merged and a young sstable, a log with synced records, a spare segment, two manifests, a ledger. */
    DamagedStore(int seriesCount) throws IOException {
        this.seriesCount = seriesCount;
        StoreOptions wide = options.withMemtableBytes(1 << 20);
        Store store = Store.open(directory, wide);
        Ledger ledger = store.ledger("central");
        append(store, 0, 60);
        try (Ledger.Claim claim = ledger.claim(new TimeRange(T0, T0 + 30_000))) {
            history.send(StoreContents.of(store), claim.range());
            claim.settle(claim.range(), LedgerState.DELIVERED, 204, new Ledger.Note(T0, "ok", List.of(7L, T0)));
        }
        store.compactFully();
        for (int tick = 60; tick < 92; tick += 2) {
            append(store, tick, tick + 2);
            store.bulkLoader(false).close(); // writes the memtable out
        }
        while (store.maintain()) {
            // merges the sixteen, prepares a spare segment
        }
        append(store, 120, 150);
        store.bulkLoader(false).close();
        append(store, 150, 160);
        store.sync();
        append(store, 160, 165);
    }

    private void append(Store store, int from, int to) throws IOException {
        SampleBatch batch = new SampleBatch(seriesCount);
        for (int tick = from; tick < to; tick++) {
            history.next();
            batch.reset(T0 + tick * 1_000L);
            for (int i = 0; i < seriesCount; i++) {
                double value = i % 4 == 0 ? tick : i % 4 == 1 ? Math.sin(tick + i) : i % 4 == 2 ? 7 : tick / 100.0;
                long bits = Double.doubleToRawLongBits(value);
                history.add(Workload.series(i), batch.timestampMs(), bits);
                batch.addBits(store.series(Workload.series(i)), bits);
            }
            assertEquals(Store.Appended.LOGGED, store.append(batch));
        }
    }

    /** The samples that a reader finds. */
    static SortedMap<Labels, SortedMap<Long, Long>> contents(SimulatedDirectory left) throws IOException {
        try (StoreReader reader = StoreReader.open(left)) {
            return StoreContents.of(reader);
        }
    }

    /**
     * Repairs, and holds the outcome against the rules.
     *
     * @param file what was damaged; of the log nobody knows how many samples it held
     * @return the report
     */
    StoreRepair.Report repairAndJudge(SimulatedDirectory left, String file) throws IOException {
        SortedMap<Labels, SortedMap<Long, Long>> readable = contents(left.afterKill());
        StoreRepair.Report report = StoreRepair.repair(left, options);
        SortedMap<Labels, SortedMap<Long, Long>> after = contents(left.afterKill());
        assertEquals("", history.judge(after, 0), "invented");
        assertEquals("", lacking(readable, after), "could be read before the repair, and not after");
        try (StoreReader reader = StoreReader.open(left.afterKill())) {
            assertEquals("", history.judgeLedger(after, reader.ledgerIntervals("central")));
            assertEquals(List.of(), reader.stats().damages());
        }
        if (!file.startsWith("wal-")) {
            long lost = StoreContents.count(history.newest()) - StoreContents.count(after);
            assertEquals(lost, report.samplesLost(), report.findings().toString());
        }
        assertTrue(
                report.findings().stream().noneMatch(finding -> finding.done().isEmpty()),
                report.findings().toString());

        StoreChecker.Report clean = new StoreChecker(left).check();
        assertEquals(List.of(), clean.findings());
        for (Finding remark : clean.remarks()) {
            assertTrue(remark.file().endsWith(FileNames.QUARANTINE_SUFFIX), remark.toString());
        }
        SortedMap<String, ByteBuffer> files = files(left);
        StoreRepair.Report again = StoreRepair.repair(left, options);
        assertEquals(List.of(), again.findings());
        assertEquals(files, files(left), "the second repair changed something");
        return report;
    }

    private static String lacking(
            SortedMap<Labels, SortedMap<Long, Long>> before, SortedMap<Labels, SortedMap<Long, Long>> after) {
        for (var series : before.entrySet()) {
            SortedMap<Long, Long> found = after.getOrDefault(series.getKey(), new TreeMap<>());
            for (var sample : series.getValue().entrySet()) {
                if (!sample.getValue().equals(found.get(sample.getKey()))) {
                    return series.getKey() + " at " + sample.getKey();
                }
            }
        }
        return "";
    }

    private static SortedMap<String, ByteBuffer> files(SimulatedDirectory left) throws IOException {
        SortedMap<String, ByteBuffer> files = new TreeMap<>();
        for (String name : left.list()) {
            if (!name.equals(FileNames.LOCK)) {
                files.put(name, ByteBuffer.wrap(left.content(name)));
            }
        }
        return files;
    }

    /** Where the frames of an sstable begin, and last its footer. */
    static List<Integer> frames(byte[] sstable) {
        List<Integer> starts = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(sstable).order(ByteOrder.LITTLE_ENDIAN);
        int offset = 0;
        while (offset < sstable.length - 112) {
            starts.add(offset);
            offset += 13 + bytes.getInt(offset + 5);
        }
        assertEquals(sstable.length - 112, offset);
        starts.add(offset);
        return starts;
    }
}
