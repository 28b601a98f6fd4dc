package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A simulated month: how often a byte that was written out is written again. */
class WriteAmplificationTest {
    private static final long HOUR = 3_600_000;
    private static final long T0 = 2_950L * 84 * 2 * HOUR;
    private static final int DAYS = 31;
    private static final int SERIES = 10;
    private static final long STEP_MS = 120_000;

    private long nowMs = T0;

    private WriteTotals month(int lateSamplesAnHour) throws IOException {
        Random random = new Random(1);
        StoreOptions options = StoreOptions.defaults()
                .withRetentionMs(40 * 24 * HOUR)
                .withMemtableBytes(1 << 14)
                .withClock(() -> nowMs);
        int mostRuns = 0;
        int weeks = 0;
        try (Store store = Store.open(new SimulatedDirectory(), options)) {
            SampleBatch batch = new SampleBatch(SERIES);
            for (nowMs = T0; nowMs < T0 + DAYS * 24 * HOUR; nowMs += STEP_MS) {
                batch.reset(nowMs);
                for (int i = 0; i < SERIES; i++) {
                    batch.add(store.series(series(i)), i % 2 == 0 ? random.nextInt(1000) / 10.0 : i);
                }
                assertEquals(Store.Appended.LOGGED, store.append(batch));
                for (int i = 0; i < lateSamplesAnHour && nowMs % HOUR == 0; i++) {
                    long late = nowMs - (long) (random.nextDouble() * (nowMs - T0));
                    batch.reset(late - 1).add(store.series(series(0)), 1);
                    assertEquals(Store.Appended.LOGGED, store.append(batch));
                }
                while (store.maintain()) {
                    // all that is due
                }
                mostRuns = Math.max(mostRuns, store.stats().runCount());
            }
            for (RunInfo run : store.state().version().infos()) {
                weeks += run.level() == RunInfo.LEVEL_DENSE && run.partition().lengthMs() == 7 * 24 * HOUR ? 1 : 0;
            }
            WriteTotals totals = store.writeTotals();
            System.out.printf(
                    Locale.ROOT,
                    "a month, %d late samples an hour: amplification %.2f, at most %d runs, %s%n",
                    lateSamplesAnHour,
                    totals.amplification(),
                    mostRuns,
                    totals);
            assertEquals(4, weeks);
            assertTrue(mostRuns < 150, "runs: " + mostRuns);
            return totals;
        }
    }

    private static Labels series(int i) {
        return Labels.of("__name__", "month_" + i, "instance", "h1");
    }

    /** Once from memory, and once each to its partition, its day and its week, which are denser. */
    @Test
    void whatComesInTimeIsWrittenOnceALevel() throws IOException {
        double amplification = month(0).amplification();
        assertTrue(amplification > 1 && amplification < 3, "amplification " + amplification);
    }

    /** Each late sample becomes a run of its own, somewhere in the month; together they are an eighth of all bytes here. */
    @Test
    void oneLateSampleAnHourKeepsItBounded() throws IOException {
        double amplification = month(1).amplification();
        assertTrue(amplification < 3, "amplification " + amplification);
    }
}
