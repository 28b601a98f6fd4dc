package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.manifest.ManifestStore;
import dev.holdfast.storage.repair.StoreRepair;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Damage, and then a repair: what could be read is all there, what is said to be lost is what is lost, the checker finds
 * nothing any more, and a second repair changes nothing.
 */
class RepairTest {
    private static List<String> named(SimulatedDirectory directory, String part) throws IOException {
        return directory.list().stream().filter(name -> name.contains(part)).toList();
    }

    @Test
    void thereIsOneOfEachKindOfFile() throws IOException {
        DamagedStore store = new DamagedStore(3);
        Set<Integer> levels = new HashSet<>();
        for (RunInfo run : ManifestStore.load(store.directory).manifest().runs()) {
            levels.add(run.level());
        }
        assertEquals(Set.of(RunInfo.LEVEL_YOUNG, RunInfo.LEVEL_MERGED, RunInfo.LEVEL_DENSE), levels);
        assertEquals(2, named(store.directory, "manifest-").size());
        assertEquals(1, named(store.directory, "wal-0").size());
        assertEquals(1, named(store.directory, "wal-spare").size());
        assertEquals(List.of(), new StoreChecker(store.directory).check().findings());
    }

    @Test
    void aByteOfAnyFileFlippedAndRepaired() {
        Campaign.run("RepairTest#aByteOfAnyFileFlippedAndRepaired", 1, 1, seed -> {
            DamagedStore store = new DamagedStore(3);
            Random random = new Random(seed);
            int stride = Campaign.campaignMinutes() > 0 ? 1 : 11;
            long states = 0;
            for (String file : store.directory.list()) {
                int size = store.directory.content(file).length;
                for (int offset = random.nextInt(stride); offset < size; offset += step(file, offset, stride)) {
                    SimulatedDirectory left = store.directory.afterKill();
                    left.flip(file, offset, 1 << random.nextInt(8));
                    try {
                        judge(store, left, file, offset);
                    } catch (AssertionError | Exception e) {
                        throw new AssertionError(file + " byte " + offset + ": " + e, e);
                    }
                    states++;
                }
            }
            return states;
        });
    }

    /** The room at the end of a segment is all the same. */
    private static int step(String file, int offset, int stride) {
        return file.startsWith("wal-") && offset > 2_000 ? 7_777 : stride;
    }

    private static void judge(DamagedStore store, SimulatedDirectory left, String file, int offset) throws IOException {
        byte[] whole = store.directory.content(file);
        StoreRepair.Report report = store.repairAndJudge(left, file);
        if (!file.endsWith(".sst")) {
            assertEquals(0, report.samplesLost());
            return;
        }
        assertNotEquals(List.of(), report.findings());
        List<Integer> frames = DamagedStore.frames(whole);
        int frame = 0;
        while (frame + 1 < frames.size() && frames.get(frame + 1) <= offset) {
            frame++;
        }
        boolean footer = frame == frames.size() - 1;
        for (Finding finding : report.findings()) {
            assertEquals(file, finding.file());
            if (!footer) {
                assertEquals((long) frames.get(frame), finding.offset(), finding.toString());
            }
        }
        assertTrue(left.list().contains(file + ".damaged"));
    }

    /** Many series, so that there are several blocks of each kind: only those of the damaged one are lost. */
    @Test
    void aDamagedBlockCostsThatBlock() throws IOException {
        DamagedStore store = new DamagedStore(130);
        long all = StoreContents.count(store.history.newest());
        int partial = 0;
        for (String file : named(store.directory, ".sst")) {
            List<Integer> frames = DamagedStore.frames(store.directory.content(file));
            assertTrue(frames.size() > 11, "three series blocks at least: " + frames);
            for (int frame : frames) {
                SimulatedDirectory left = store.directory.afterKill();
                left.flip(file, frame + 10, 4);
                StoreRepair.Report report = store.repairAndJudge(left, file);
                partial += report.samplesLost() > 0 && report.samplesLost() < all / 8 ? 1 : 0;
            }
        }
        assertTrue(partial >= 5, "blocks that cost some of the samples: " + partial);
    }

    @Test
    void lostAndGarbageFilesAreRepaired() throws IOException {
        DamagedStore store = new DamagedStore(3);
        Random random = new Random(5);
        for (String file : store.directory.list()) {
            SimulatedDirectory without = store.directory.afterKill();
            without.delete(file);
            store.repairAndJudge(without, file);
            for (int size : new int[] {0, 40, 9_000}) {
                byte[] garbage = new byte[size];
                random.nextBytes(garbage);
                SimulatedDirectory left = store.directory.afterKill();
                left.put(file, garbage);
                store.repairAndJudge(left, file);
            }
        }
    }

    @Test
    void withoutAnyManifestTheFilesSayWhatIsLive() throws IOException {
        DamagedStore store = new DamagedStore(3);
        for (boolean garbage : new boolean[] {true, false}) {
            SimulatedDirectory left = store.directory.afterKill();
            for (String manifest : named(left, "manifest-")) {
                if (garbage) {
                    left.put(manifest, "no manifest".repeat(9).getBytes(StandardCharsets.UTF_8));
                } else {
                    left.delete(manifest);
                }
            }
            store.repairAndJudge(left, "manifest");
            assertEquals("", store.history.judge(DamagedStore.contents(left), store.history.last()));
        }
    }

    /** At every step of a merge: a crash, and then one or both manifests are garbage, or none. */
    @Test
    void afterAnInterruptedCommitWhatIsLiveIsDecidedRightly() throws IOException {
        DamagedStore store = new DamagedStore(3);
        SimulatedDirectory going = store.directory.afterKill();
        List<SimulatedDirectory> crashes = new ArrayList<>();
        Store open = Store.open(going, store.options);
        going.intercept(operation -> {
            if (operation.kind().changesDisk()) {
                crashes.add(going.afterKill());
            }
        });
        open.compactFully();
        going.intercept(operation -> {});
        assertTrue(crashes.size() > 20, "crashes: " + crashes.size());
        for (SimulatedDirectory crash : crashes) {
            List<String> manifests = named(crash, "manifest-");
            for (int kept = 0; kept <= manifests.size(); kept++) {
                SimulatedDirectory left = crash.afterKill();
                for (String manifest : manifests.subList(kept, manifests.size())) {
                    if (left.list().contains(manifest)) {
                        left.put(manifest, new byte[100]);
                    }
                }
                store.repairAndJudge(left, "manifest");
                assertEquals("", store.history.judge(DamagedStore.contents(left), store.history.last()));
            }
        }
    }

    /** What a damaged run was merged from may still be there: then nothing is lost. */
    @Test
    void whatACrashLeftOfTheInputsStandsInForADamagedMerge() throws IOException {
        DamagedStore store = new DamagedStore(3);
        SimulatedDirectory going = store.directory.afterKill();
        Store open = Store.open(going, store.options);
        List<SimulatedDirectory> crashes = new ArrayList<>();
        going.intercept(operation -> {
            if (operation.kind() == dev.holdfast.storage.testing.Operation.Kind.DELETE
                    && operation.file().endsWith(".sst")) {
                crashes.add(going.afterKill());
            }
        });
        open.compactFully();
        going.intercept(operation -> {});
        assertTrue(!crashes.isEmpty());
        int restored = 0;
        for (SimulatedDirectory crash : crashes) {
            for (RunInfo run : ManifestStore.load(crash).manifest().runs()) {
                String merged = crash.list().stream()
                        .filter(name -> name.endsWith(String.format("-%06d.sst", run.id())))
                        .findFirst()
                        .orElseThrow();
                String files = crash.list().toString();
                if (run.replaces().isEmpty()
                        || !run.replaces().stream().allMatch(id -> files.contains(String.format("-%06d.sst", id)))) {
                    continue;
                }
                SimulatedDirectory damaged = crash.afterKill();
                damaged.flip(merged, 20, 1);
                SimulatedDirectory lost = crash.afterKill();
                lost.delete(merged);
                for (SimulatedDirectory left : List.of(damaged, lost)) {
                    StoreRepair.repair(left, store.options);
                    assertEquals("", store.history.judge(DamagedStore.contents(left), store.history.last()));
                    assertEquals(List.of(), new StoreChecker(left).check().findings());
                    restored++;
                }
            }
        }
        assertTrue(restored > 0);
    }

    @Test
    void anUpstreamDoesNotWaitForWhatIsGone() throws IOException {
        DamagedStore store = new DamagedStore(3);
        String sealed = named(store.directory, ".sst").get(0);
        SimulatedDirectory left = store.directory.afterKill();
        left.delete(sealed);
        StoreRepair.repair(left, store.options);
        try (StoreReader reader = StoreReader.open(left)) {
            IntervalLedger ledger = reader.ledgerIntervals("central");
            long from = DamagedStore.T0;
            assertEquals(
                    List.of(
                            new IntervalLedger.Entry(from, from + 30_000, LedgerState.DELIVERED, 204),
                            new IntervalLedger.Entry(from + 30_000, from + 59_001, LedgerState.EVICTED, 0)),
                    ledger.entries());
        }
    }

    @Test
    void anOlderValueDoesNotWinBecauseItsFileWasRewritten() throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        StoreOptions options = Workload.smallOptions().withPartitionMs(60_000).withClock(() -> Workload.T0);
        Store store = Store.open(directory, options);
        SampleBatch batch = new SampleBatch(1);
        for (double value : new double[] {1, 2}) {
            batch.reset(Workload.T0);
            batch.add(store.series(Workload.series(0)), value);
            store.append(batch);
            store.bulkLoader(false).close();
        }
        SimulatedDirectory left = directory.afterKill();
        String older = named(left, ".sst").get(0);
        List<Integer> frames = DamagedStore.frames(left.content(older));
        left.flip(older, frames.get(frames.size() - 3) + 9, 1); // its bloom filter: all its samples can be read
        StoreRepair.repair(left, options);
        assertEquals(
                Double.doubleToRawLongBits(2),
                DamagedStore.contents(left).get(Workload.series(0)).get(Workload.T0));
    }

    @Test
    void aDirectoryInUseIsNotRepaired() throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        try (Store store = Store.open(directory, Workload.smallOptions())) {
            store.maintain();
            assertThrows(StoreLockedException.class, () -> StoreRepair.repair(directory, Workload.smallOptions()));
        }
    }

    @Test
    void strayFilesAreNamedAndOnlyLeftoversGo() throws IOException {
        DamagedStore store = new DamagedStore(3);
        SimulatedDirectory left = store.directory.afterKill();
        left.put("notes.txt", new byte[] {1});
        left.put("x.sst.tmp", new byte[] {1});
        left.put("old.sst.damaged", new byte[] {1});
        StoreChecker.Report checked = new StoreChecker(left).check();
        assertEquals(List.of(), checked.findings());
        assertEquals(
                List.of("notes.txt", "old.sst.damaged", "x.sst.tmp"),
                checked.remarks().stream().map(Finding::file).toList());
        StoreRepair.Report report = StoreRepair.repair(left, store.options);
        assertEquals(List.of(), report.findings());
        assertTrue(left.list().containsAll(List.of("notes.txt", "old.sst.damaged")));
        assertTrue(!left.list().contains("x.sst.tmp"));
    }

    /** Canary: a repair that loses a readable sample, or says less than it lost, must be found. */
    @Test
    void aRepairThatLosesSamplesIsFound() throws IOException {
        DamagedStore store = new DamagedStore(3);
        SimulatedDirectory left = store.directory.afterKill();
        String sealed = named(left, ".sst").get(0);
        assertThrows(AssertionError.class, () -> {
            // As a careless repair would: drops the file, and a manifest that does not know it hides that.
            left.delete(sealed);
            StoreRepair.repair(left, store.options);
            store.repairAndJudge(left, sealed);
        });
    }
}
