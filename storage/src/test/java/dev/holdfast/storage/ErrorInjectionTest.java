package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.Faults;
import dev.holdfast.storage.testing.Operation;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Fails operations, one at a time or from some moment until the disk heals, and fills the disk: appending and maintaining
 * never throw, nothing that was taken is lost, the store says that it is degraded, and recovers by itself.
 */
class ErrorInjectionTest {
    private static final int STEPS = 75;
    private static int mergedUpward;

    /** Reading fails too, and closing, but a list of the directory only at the start. */
    private static final Set<Operation.Kind> ALL = Faults.everything();

    private static final Set<Operation.Kind> WRITES = EnumSet.of(
            Operation.Kind.CREATE,
            Operation.Kind.WRITE,
            Operation.Kind.FORCE,
            Operation.Kind.RENAME,
            Operation.Kind.DELETE,
            Operation.Kind.SYNC_DIRECTORY);

    @Test
    void eachOperationFailsOnce() {
        Campaign.run("ErrorInjectionTest#eachOperationFailsOnce", 1, 1, seed -> {
            long states = 0;
            for (long nth = 1; ; nth += 1 + states / 400) {
                Faults faults = Faults.once(ALL, nth);
                run(seed, faults, 0);
                if (faults.injected() == 0) {
                    assertTrue(mergedUpward > 0, "nothing was merged upward");
                    return states;
                }
                states++;
            }
        });
    }

    @Test
    void theDiskFailsForAWhile() {
        Campaign.run("ErrorInjectionTest#theDiskFailsForAWhile", 1, 1, seed -> {
            Random random = new Random(seed);
            long states = 0;
            for (; states < 120; states++) {
                run(seed + states, Faults.from(WRITES, 1 + random.nextInt(500)), 20 + random.nextInt(30));
            }
            return states;
        });
    }

    /** A history with failures; {@code healAfter} steps after the first failure the disk is well again, 0 for at once. */
    private static void run(long seed, Faults faults, int healAfter) throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        Workload workload = new Workload(directory, seed, Workload.smallOptions(), 3);
        workload.tolerate();
        directory.intercept(faults);
        int[] bad = {0};
        try {
            workload.run(STEPS, () -> {
                if (faults.injected() > 0 && bad[0]++ == healAfter) {
                    faults.heal();
                }
                if (faults.injected() > 0 && bad[0] % 7 == 1) {
                    crash(directory, workload, faults.last(), bad[0]);
                }
            });
        } catch (IOException e) {
            if (faults.injected() == 0 || healAfter == 0) {
                throw e;
            }
            return; // it cannot even be opened while the disk fails, which is right
        } catch (RuntimeException e) {
            throw new AssertionError("failed " + faults.last() + ": " + e, e);
        }
        faults.heal();
        mergedUpward += workload.mergedUpward();
        checkRecovery(directory, workload, "failed " + faults.last());
    }

    /** The process dies, or the power goes, while the disk fails. */
    private static void crash(SimulatedDirectory directory, Workload workload, String what, long seed)
            throws IOException {
        Store killed = Store.open(directory.afterKill(), workload.options());
        assertEquals(
                "",
                workload.history.judge(StoreContents.of(killed), workload.acknowledged(), workload.inMemory()),
                "killed after " + what);
        Store cut = Store.open(directory.afterPowerCut(new Random(seed)), workload.options());
        var found = StoreContents.of(cut);
        assertEquals(
                "", workload.history.judge(found, workload.durable(), workload.inMemory()), "power cut after " + what);
        assertEquals("", workload.history.judgeLedger(found, cut.ledgerIntervals("central")), what);
    }

    private static void checkRecovery(SimulatedDirectory directory, Workload workload, String what) throws IOException {
        Store store = workload.store();
        for (int i = 0; i < 8; i++) {
            store.maintain();
        }
        workload.tick();
        assertEquals("", store.stats().degraded(), what);
        long last = workload.history.last();
        check(workload, store, last, what);
        store.sync();
        check(workload, Store.open(directory.afterKill(), workload.options()), last, "killed; " + what);
        check(
                workload,
                Store.open(directory.afterPowerCut(new Random(last)), workload.options()),
                last,
                "power cut after sync; " + what);
        store.close();
        for (String name : directory.list()) {
            assertFalse(name.endsWith(".damaged"), "put aside for nothing: " + name + "; " + what);
        }
        try (Store again = Store.open(directory, workload.options())) {
            check(workload, again, last, "reopened; " + what);
            long runs = again.stats().runCount();
            assertEquals(
                    runs,
                    directory.list().stream()
                            .filter(name -> name.endsWith(".sst"))
                            .count(),
                    "sstables that nobody lists; " + what);
        }
    }

    private static void check(Workload workload, StoreView store, long last, String what) {
        var found = StoreContents.of(store);
        assertEquals("", workload.history.judge(found, last), what);
        assertEquals("", workload.history.judgeLedger(found, store.ledgerIntervals("central")), what);
        assertEquals(List.of(), store.stats().damages(), what);
    }

    @Test
    void aFullDiskIsSurvivedInMemoryAndRecoveredFrom() throws IOException {
        for (long seed = 1; seed <= 12; seed++) {
            SimulatedDirectory directory = new SimulatedDirectory();
            Workload workload =
                    new Workload(directory, seed, Workload.smallOptions().withMemtableBytes(1 << 16), 20);
            workload.tolerate();
            workload.run(20 + (int) seed * 3, () -> {});
            directory.limitBytes(directory.usedBytes() + seed * 3_000);
            int taken = 0;
            for (; workload.refused() == 0; taken++) {
                workload.tick();
                workload.store().maintain();
                assertTrue(taken < 100_000, "memory has no bound");
            }
            assertTrue(taken > 100, "a full disk was survived for " + taken + " ticks only");
            assertFalse(workload.inMemory().isEmpty());
            assertFalse(workload.store().stats().degraded().isEmpty());
            assertTrue(workload.store().stats().refusedSampleCount() > 0);
            check(workload, workload.store(), workload.history.last(), "disk full");
            directory.limitBytes(Long.MAX_VALUE);
            checkRecovery(directory, workload, "disk was full");
        }
    }

    @Test
    void aFullDiskIsFreedByRetention() throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        long[] now = {Workload.T0};
        StoreOptions options = Workload.smallOptions()
                .withPartitionMs(10_000)
                .withRetentionMs(60_000)
                .withClock(() -> now[0]);
        try (Store store = Store.open(directory, options)) {
            SampleBatch batch = new SampleBatch(8);
            int refused = 0;
            store.ledger("central");
            for (int i = 0; i < 2_000; i++) {
                now[0] += 1_000;
                batch.reset(now[0]);
                for (int s = 0; s < 8; s++) {
                    batch.add(store.series(Workload.series(s)), Math.sqrt(i * 8 + s));
                }
                refused += store.append(batch) == Store.Appended.REFUSED ? 1 : 0;
                store.maintain();
                if (i == 50) {
                    directory.limitBytes(directory.usedBytes() + (340 << 10)); // for less than the retention wants
                }
            }
            assertEquals(0, refused);
            assertTrue(store.stats().timeRange().fromInclusiveMs() >= now[0] - 80_000);
        }
    }

    /** Canary: a store whose appends are forgotten while the disk fails must be found out. */
    @Test
    void samplesThatVanishWhileTheDiskFailsAreFound() throws IOException {
        SimulatedDirectory directory = new SimulatedDirectory();
        Workload workload = new Workload(directory, 1, Workload.smallOptions(), 3);
        workload.run(20, () -> {});
        workload.history.next();
        workload.history.add(Workload.series(0), Workload.T0 + 5, 42); // as if append had said that it took it
        assertThrows(AssertionError.class, () -> checkRecovery(directory, workload, "canary"));
    }
}
