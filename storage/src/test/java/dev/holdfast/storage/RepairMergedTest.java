package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.compaction.CompactionJob;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.manifest.Manifest;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.repair.StoreRepair;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.testing.Operation;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Repair of what merges, deletes and thinning make: nothing that was deleted comes back, and no older value wins. */
class RepairMergedTest {
    private static final long T0 = Workload.T0; // the start of a partition
    private static final long DAY_MS = 86_400_000;
    private static final long DAY = T0 - T0 % DAY_MS;
    private static final long TWO_HOURS_MS = 7_200_000;
    private static final List<SeriesMatcher> OF_0 = Workload.series(0).names().stream()
            .map(name -> SeriesMatcher.equal(name, Workload.series(0).get(name)))
            .toList();

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private long nowMs = T0;
    private final StoreOptions options =
            StoreOptions.defaults().withRetentionMs(0).withMaxBytes(0).withClock(() -> nowMs);

    private void append(Store store, long fromMs, int ticks, long stepMs, double value) throws IOException {
        SampleBatch batch = new SampleBatch(2);
        for (int i = 0; i < ticks; i++) {
            batch.reset(fromMs + i * stepMs);
            batch.add(store.series(Workload.series(0)), value + i);
            batch.add(store.series(Workload.series(1)), -value - i);
            store.append(batch);
        }
    }

    private static void flush(Store store) throws IOException {
        store.bulkLoader(false).close();
    }

    private static List<RunInfo> runs(SimulatedDirectory left) throws IOException {
        return ManifestStore.load(left).manifest().runs();
    }

    private static String name(RunInfo run) {
        return FileNames.sstable(run.partition().fromInclusiveMs(), run.id());
    }

    /** Damages a frame; a negative number counts from the end, the footer left out. */
    private static void flip(SimulatedDirectory left, String file, int frame) throws IOException {
        List<Integer> frames = DamagedStore.frames(left.content(file));
        left.flip(file, frames.get(frame < 0 ? Math.max(0, frames.size() - 1 + frame) : frame) + 10, 1);
    }

    private void assertSound(SimulatedDirectory left) throws IOException {
        assertEquals(List.of(), new StoreChecker(left).check().findings());
        assertEquals(List.of(), StoreRepair.repair(left, options).findings());
    }

    private static long deletedLeft(SimulatedDirectory left, TimeRange deleted) throws IOException {
        SortedMap<Long, Long> samples = DamagedStore.contents(left).get(Workload.series(0));
        return samples == null
                ? 0
                : samples.subMap(deleted.fromInclusiveMs(), deleted.toExclusiveMs())
                        .size();
    }

    /** A delete, and a merge that is killed at every step; then the result, or an input, is damaged, or the manifest. */
    @Test
    void whatWasDeletedDoesNotComeBackFromWhatACrashLeft() throws IOException {
        TimeRange deleted = new TimeRange(T0 + 5_000, T0 + 25_000);
        Store store = Store.open(directory, options);
        append(store, T0, 20, 1_000, 1);
        flush(store);
        append(store, T0 + 20_000, 20, 1_000, 1);
        store.delete(OF_0, deleted);
        List<SimulatedDirectory> crashes = new ArrayList<>();
        directory.intercept(operation -> {
            if (operation.kind().changesDisk()) {
                crashes.add(directory.afterKill());
            }
        });
        store.compactFully();
        directory.intercept(operation -> {});
        crashes.add(directory.afterKill());
        int withLeftovers = 0;
        for (SimulatedDirectory crash : crashes) {
            List<RunInfo> listed = runs(crash);
            for (RunInfo run : listed) {
                long files = crash.list().stream().filter(FileNames::isSstable).count();
                withLeftovers += files > listed.size() ? 1 : 0;
                for (int frame = -8; frame < 0; frame++) {
                    SimulatedDirectory damaged = crash.afterKill();
                    flip(damaged, name(run), frame);
                    assertNotEquals(
                            List.of(), StoreRepair.repair(damaged, options).findings());
                    assertEquals(0, deletedLeft(damaged, deleted), name(run) + " frame " + frame);
                    assertSound(damaged);
                }
                SimulatedDirectory lost = crash.afterKill();
                lost.delete(name(run));
                StoreRepair.repair(lost, options);
                assertEquals(0, deletedLeft(lost, deleted), name(run) + " lost");
                assertSound(lost);
            }
        }
        assertTrue(withLeftovers > 0);
    }

    /** Made while the merge was under way, so that the tombstone names its result and not what it was merged from. */
    @Test
    void aDeleteDuringAMergeHoldsForWhatItWasMergedFrom() throws IOException {
        TimeRange deleted = new TimeRange(T0 + 5_000, T0 + 25_000);
        StoreOptions small = options.withMemtableBytes(4 << 10);
        Store store = Store.open(directory, small);
        for (int i = 0; i < 18; i++) {
            append(store, T0 + i * 100_000L, 100, 1_000, 1);
            flush(store);
        }
        nowMs = T0 + 3 * TWO_HOURS_MS;
        store.maintain(); // begins
        store.delete(OF_0, deleted);
        List<SimulatedDirectory> crashes = new ArrayList<>();
        directory.intercept(operation -> {
            if (operation.kind() == Operation.Kind.DELETE && operation.file().endsWith(".sst")) {
                crashes.add(directory.afterKill());
            }
        });
        for (int i = 0; i < 2_000 && crashes.isEmpty(); i++) {
            store.maintain();
        }
        directory.intercept(operation -> {});
        SimulatedDirectory crash = crashes.get(0);
        RunInfo merged = runs(crash).get(runs(crash).size() - 1);
        assertTrue(merged.replaces().size() > 1, merged.toString());
        assertTrue(ManifestStore.load(crash).manifest().tombstones().hit(merged.id()), "made in time");
        for (boolean gone : new boolean[] {false, true}) {
            SimulatedDirectory left = crash.afterKill();
            if (gone) {
                left.delete(name(merged));
            } else {
                flip(left, name(merged), 0);
            }
            StoreRepair.repair(left, options);
            assertEquals(0, deletedLeft(left, deleted));
            assertEquals(
                    1_780, DamagedStore.contents(left).get(Workload.series(0)).size());
            assertEquals(
                    1_800, DamagedStore.contents(left).get(Workload.series(1)).size());
            assertSound(left);
        }
    }

    /** A day, and runs that came late to two parts of it: each value of a millisecond is there once in each. */
    @Test
    void windowsThatNestAreWrittenAsOne() throws IOException {
        day();
        lateRuns();
        for (RunInfo run : runs(directory)) {
            for (int frame : new int[] {0, -1, -2}) {
                SimulatedDirectory left = directory.afterKill();
                flip(left, name(run), frame);
                SortedMap<Labels, SortedMap<Long, Long>> readable = DamagedStore.contents(left.afterKill());
                StoreRepair.repair(left, options);
                SortedMap<Labels, SortedMap<Long, Long>> after = DamagedStore.contents(left);
                assertEquals(readable, after, name(run) + " frame " + frame);
                assertSound(left);
            }
        }
    }

    private void day() throws IOException {
        try (Store store = Store.open(directory, options)) {
            append(store, DAY, 8_640, 10_000, 1);
            flush(store);
            nowMs = T0 + 2 * DAY_MS;
            while (store.maintain()) {
                // seals, merges upward
            }
        }
        assertEquals(
                List.of(new TimeRange(DAY, DAY + DAY_MS)),
                runs(directory).stream().map(RunInfo::partition).toList());
    }

    private void lateRuns() throws IOException {
        try (Store store = Store.open(directory, options)) {
            append(store, DAY + TWO_HOURS_MS, 10, 10_000, 1_000);
            flush(store);
            append(store, DAY + TWO_HOURS_MS, 5, 10_000, 2_000);
            flush(store);
            append(store, DAY + 5 * TWO_HOURS_MS, 5, 10_000, 3_000);
            flush(store);
        }
        List<Partition> partitions = Partition.of(runs(directory));
        assertEquals(1, partitions.size());
        assertEquals(4, partitions.get(0).runs().size());
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    /** Thinned, and with runs that came late: its rows are there after the repair, and the late values still win. */
    @Test
    void aThinnedRunKeepsItsRows() throws IOException {
        day();
        RunInfo thinned = thin();
        lateRuns();
        for (RunInfo run : runs(directory)) {
            SimulatedDirectory left = directory.afterKill();
            flip(left, name(run), -2); // an index section that costs time only
            SortedMap<Labels, SortedMap<Long, Long>> readable = DamagedStore.contents(left.afterKill());
            List<Double> sums = sums(left.afterKill());
            StoreRepair.repair(left, options);
            assertEquals(readable, DamagedStore.contents(left));
            assertEquals(sums, sums(left));
            assertTrue(runs(left).stream().anyMatch(after -> after.tier() == thinned.tier()), "thinned no more");
            assertSound(left);
        }
        int rows = 0;
        for (int frame = 0;
                frame < DamagedStore.frames(directory.content(name(thinned))).size() - 1;
                frame++) {
            SimulatedDirectory left = directory.afterKill();
            flip(left, name(thinned), frame);
            StoreRepair.Report report = StoreRepair.repair(left, options);
            assertNotEquals(List.of(), report.findings());
            rows += report.samplesLost() == 0 && report.findings().get(0).loss().isAny() ? 1 : 0;
            assertSound(left);
        }
        assertTrue(rows > 0, "damaged rows of a thinned run are a loss");
    }

    /** As a bound on the disk would have it. */
    private RunInfo thin() throws IOException {
        Manifest before = ManifestStore.load(directory).manifest();
        RunInfo day = before.runs().get(0);
        String name = FileNames.sstable(DAY, before.nextRunId());
        RunInfo thinned;
        try (SstableReader reader = new SstableReader(directory.open(name(day)), new BlockCache(0))) {
            thinned = new CompactionJob(
                            directory,
                            name,
                            before.nextRunId(),
                            List.of(new Run(day, reader)),
                            day.partition(),
                            RunInfo.LEVEL_SEALED,
                            1,
                            ChunkCutter.SEALED_SAMPLES,
                            Tombstones.NONE,
                            damage -> {})
                    .run()
                    .orElseThrow();
        }
        Manifest after = new Manifest(
                before.generation() + 1,
                before.nextRunId() + 1,
                before.firstSegment(),
                before.totals(),
                List.of(thinned),
                before.ledgers(),
                Tombstones.NONE);
        ManifestStore.prepare(directory, after);
        ManifestStore.publish(directory, after);
        return thinned;
    }

    /** What the hours come to, by rows where there are no samples any more. */
    private static List<Double> sums(SimulatedDirectory left) throws IOException {
        long[] from = new long[23];
        long[] to = new long[from.length];
        Aggregate[] hours = new Aggregate[from.length];
        for (int i = 0; i < from.length; i++) {
            from[i] = DAY + i * 3_600_000L;
            to[i] = from[i] + 3_600_000L;
            hours[i] = new Aggregate();
        }
        List<Double> sums = new ArrayList<>();
        try (StoreReader reader = StoreReader.open(left);
                Snapshot snapshot = reader.snapshot()) {
            for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
                series.aggregate(from, to, false, hours);
                for (Aggregate hour : hours) {
                    sums.add(hour.sum());
                    sums.add((double) hour.count());
                }
            }
        }
        return sums;
    }
}
