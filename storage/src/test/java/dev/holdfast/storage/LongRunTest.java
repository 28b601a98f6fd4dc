package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Days of one series, in runs with many chunks and many rows of rollups. */
class LongRunTest {
    private static final long HOUR = 3_600_000;
    private static final long T0 = 2_900L * 7 * 24 * HOUR;
    private static final Labels X = Labels.of("__name__", "x");

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private final Random random = new Random(1);
    private long nowMs = T0;
    private long stepMs = 3_000;

    private Store open() throws IOException {
        return Store.open(
                directory,
                StoreOptions.defaults().withRetentionMs(0).withMaxBytes(0).withClock(() -> nowMs));
    }

    private void append(Store store, long hours) throws IOException {
        SampleBatch batch = new SampleBatch(1);
        int ref = store.series(X);
        for (long end = nowMs + hours * HOUR; nowMs < end; nowMs += stepMs) {
            batch.reset(nowMs).add(ref, random.nextInt(1_000));
            assertEquals(Store.Appended.LOGGED, store.append(batch));
            if (nowMs % HOUR == 0) {
                maintain(store);
            }
        }
    }

    private static void maintain(Store store) {
        while (store.maintain()) {
            // all that is due
        }
    }

    /** A chunk of rows has 2048 windows: those of a minute are 34 hours. */
    @Test
    void rowsOfSeveralChunksAreCheckedAgainstTheSamples() throws IOException {
        try (Store store = open()) {
            append(store, 72);
            nowMs += 7 * 24 * HOUR;
            store.compactFully();
            assertEquals(1, store.stats().runCount());
        }
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    @Test
    void whatComesInIsSealedPackedAndDenseFromTheNextDayOn() throws IOException {
        try (Store store = open()) {
            append(store, 24);
            maintain(store);
            nowMs += 2 * HOUR;
            maintain(store);
            assertEquals(1, store.stats().runCount());
            assertTrue(store.state().version().infos().stream().allMatch(run -> run.level() == RunInfo.LEVEL_DENSE));
            append(store, 20);
            List<RunInfo> runs = store.state().version().infos();
            assertTrue(
                    runs.stream()
                                    .filter(run -> run.level() == RunInfo.LEVEL_SEALED)
                                    .count()
                            > 8,
                    runs.toString());
            store.compactFully();
            assertTrue(store.state().version().infos().stream().allMatch(run -> run.level() == RunInfo.LEVEL_DENSE));
        }
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    /** A day at this pace has two chunks of 5400 samples, and a week that cut them anew would have eleven. */
    @Test
    void aWeekHasTheChunksOfItsDays() throws IOException {
        stepMs = 8_000;
        try (Store store = open()) {
            append(store, 7 * 24);
            var before = StoreTest.samplesOf(store, X);
            nowMs += HOUR;
            maintain(store);
            List<Run> runs = store.state().version().runs();
            assertEquals(1, runs.size());
            assertEquals(7 * 24 * HOUR, runs.get(0).info().partition().lengthMs());
            assertEquals(14, chunks(runs.get(0)));
            assertEquals(before, StoreTest.samplesOf(store, X));
        }
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    private static int chunks(Run run) throws IOException {
        SstableSeries series = run.reader().scan().next(new SstableCursor.Losses() {
            @Override
            public void damaged(Damage damage) {
                throw new AssertionError(damage);
            }

            @Override
            public void unreadable(String file, IOException reason) {
                throw new AssertionError(reason);
            }
        });
        return series == null ? 0 : series.chunkCount();
    }
}
