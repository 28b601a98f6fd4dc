package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.Operation;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Loses power, or kills the process, before every operation that changes the disk, and opens what is left: what was
 * synced, or for a kill acknowledged, is there; nothing is invented; no ledger says more than is true; and a crash alone
 * is never called damage.
 */
class CrashCloneTest {
    @Test
    void everyOperationOfABoundedHistory() {
        Campaign.run(
                "CrashCloneTest#everyOperationOfABoundedHistory",
                1,
                1,
                seed -> new Crashes(seed, Workload.smallOptions(), 4, 1).run(150));
    }

    @Test
    void wideTicksThatFillSegments() {
        Campaign.run(
                "CrashCloneTest#wideTicksThatFillSegments",
                1,
                1,
                seed -> new Crashes(seed, Workload.smallOptions().withMemtableBytes(1 << 17), 40, 40).run(250));
    }

    @Test
    void everyTickSynced() {
        Campaign.run(
                "CrashCloneTest#everyTickSynced",
                1,
                1,
                seed -> new Crashes(seed, Workload.smallOptions().withSyncIntervalMs(0), 4, 3).run(150));
    }

    /** Canary: a force that does nothing must be found. */
    @Test
    void aSkippedFsyncIsFound() {
        assertFound(SimulatedDirectory.Lie.FORCE_DOES_NOTHING);
    }

    /** Canary: a directory sync that does nothing must be found. */
    @Test
    void aSkippedDirectorySyncIsFound() {
        assertFound(SimulatedDirectory.Lie.DIRECTORY_SYNC_DOES_NOTHING);
    }

    private static void assertFound(SimulatedDirectory.Lie lie) {
        assertThrows(AssertionError.class, () -> {
            Crashes crashes = new Crashes(1, Workload.smallOptions(), 4, 1);
            crashes.directory.lie(lie);
            crashes.run(150);
        });
    }

    /** Canary: a log that forgets a record of a killed process must be found. */
    @Test
    void aLostLogRecordIsFound() {
        assertThrows(AssertionError.class, () -> {
            Crashes crashes = new Crashes(1, Workload.smallOptions(), 4, 1);
            crashes.loseTheEndOfTheLog = true;
            crashes.run(150);
        });
    }

    /** One history with its crashes. */
    private static final class Crashes {
        final SimulatedDirectory directory = new SimulatedDirectory();
        private final Random random;
        private final Workload workload;
        private final int stride;
        private boolean loseTheEndOfTheLog;
        private long changes;
        private long states;

        Crashes(long seed, StoreOptions options, int series, int stride) throws IOException {
            this.random = new Random(seed * 31);
            this.stride = stride;
            this.workload = new Workload(directory, seed, options, series);
        }

        long run(int steps) throws IOException {
            directory.intercept(this::before);
            workload.run(steps, this::quiet);
            assertTrue(workload.mergedUpward() > 0, "nothing was merged upward");
            return states;
        }

        /** Between two steps a killed process leaves exactly what the store says. */
        private void quiet() throws IOException {
            try (Store store = Store.open(directory.afterKill(), workload.options())) {
                assertEquals("", StoreContents.difference(StoreContents.of(workload.store()), StoreContents.of(store)));
                for (String name : workload.store().ledgerNames()) {
                    assertEquals(workload.store().ledgerIntervals(name), store.ledgerIntervals(name));
                    assertEquals(workload.store().ledgerNote(name), store.ledgerNote(name));
                }
                states++;
            }
        }

        private void before(Operation operation) {
            if (!operation.kind().changesDisk() || ++changes % stride != 0) {
                return;
            }
            SimulatedDirectory killed = directory.afterKill();
            if (loseTheEndOfTheLog) {
                loseEnd(killed);
            }
            judge(killed, workload.acknowledged(), "kill before " + operation);
            for (int i = 0; i < 2; i++) {
                judge(directory.afterPowerCut(random), workload.durable(), "power cut " + i + " before " + operation);
            }
        }

        private static void loseEnd(SimulatedDirectory killed) {
            try {
                String newest = "";
                for (String name : killed.list()) {
                    newest = name.startsWith("wal-0") ? name : newest;
                }
                byte[] log = killed.content(newest);
                int end = log.length;
                while (end > 0 && log[end - 1] == 0) {
                    end--;
                }
                killed.truncate(newest, Math.max(0, end - 1));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void judge(SimulatedDirectory left, long durable, String crash) {
            states++;
            SimulatedDirectory kept = left.afterKill();
            try {
                Store store = Store.open(left, workload.options()); // never closed: closing would write all of it out
                SortedMap<Labels, SortedMap<Long, Long>> found = check(store, durable, crash);
                if (random.nextInt(4) == 0) {
                    goOn(store, left, found, crash);
                }
            } catch (IOException e) {
                throw new AssertionError(crash + ": cannot be opened: " + e, e);
            }
            if (random.nextInt(4) == 0) {
                try (StoreReader reader = StoreReader.open(kept)) {
                    check(reader, durable, "reader, " + crash);
                } catch (java.nio.file.NoSuchFileException e) {
                    assertEquals(0, durable, crash + ": " + e);
                } catch (IOException e) {
                    throw new AssertionError(crash + ": cannot be read: " + e, e);
                }
            }
        }

        private SortedMap<Labels, SortedMap<Long, Long>> check(StoreView store, long durable, String crash) {
            SortedMap<Labels, SortedMap<Long, Long>> found = StoreContents.of(store);
            assertEquals("", workload.history.judge(found, durable), crash);
            assertEquals("", workload.history.judgeLedger(found, store.ledgerIntervals("central")), crash);
            assertEquals(List.of(), store.stats().damages(), crash);
            return found;
        }

        /** After the crash life goes on: what comes then is kept too, and what was found stays. */
        private void goOn(
                Store store, SimulatedDirectory left, SortedMap<Labels, SortedMap<Long, Long>> found, String crash)
                throws IOException {
            Labels labels = Labels.of("__name__", "after");
            SampleBatch batch = new SampleBatch(1);
            batch.reset(Workload.T0).add(store.series(labels), 1);
            assertEquals(Store.Appended.LOGGED, store.append(batch), crash);
            if (random.nextBoolean()) {
                for (int i = 0; i < 4; i++) {
                    store.maintain();
                }
            }
            batch.reset(Workload.T0 + 1).add(store.series(labels), 2);
            assertEquals(Store.Appended.LOGGED, store.append(batch), crash);
            assertEquals("", store.stats().degraded(), crash);
            Store again = Store.open(left.afterKill(), workload.options());
            SortedMap<Labels, SortedMap<Long, Long>> second = StoreContents.of(again);
            assertEquals(
                    new TreeSet<>(List.of(Workload.T0, Workload.T0 + 1)),
                    new TreeSet<>(second.getOrDefault(labels, new java.util.TreeMap<>())
                            .keySet()),
                    crash);
            second.remove(labels);
            assertEquals("", StoreContents.difference(found, second), "second crash after " + crash);
            assertEquals(List.of(), again.stats().damages(), crash);
        }
    }
}
