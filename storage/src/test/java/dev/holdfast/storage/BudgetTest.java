package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.check.StoreChecker;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bound on disk holds at every operation, and what goes first is what should. */
class BudgetTest {
    private static final long T0 = 1_795_392_000_000L;
    private static final int SERIES = 12;
    private static final long MAX_BYTES = 1_800_000;
    private static final long HOUR_MS = 3_600_000;

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private final long[] now = {T0};
    private final double[] minuteSums = new double[80 * 60];
    private final double[] minuteMaxs = new double[80 * 60];
    private long mostBytes;

    private StoreOptions options(long maxBytes) {
        return StoreOptions.defaults()
                .withRetentionMs(0)
                .withMemtableBytes(64 << 10)
                .withMaxBytes(maxBytes)
                .withClock(() -> now[0]);
    }

    private void watch(long bound) {
        directory.intercept(operation -> {
            mostBytes = Math.max(mostBytes, directory.usedBytes());
            if (directory.usedBytes() > bound) {
                throw new AssertionError(
                        directory.usedBytes() + " bytes before " + operation + ": " + directory.list());
            }
        });
    }

    private static Labels labels(int i) {
        return Labels.of("__name__", "m" + i);
    }

    /** Appends a tick a second, steps maintenance as an agent would, and acknowledges what lies so far back. */
    private void run(Store store, int hours, Ledger ledger, long acknowledgedBehindMs) throws IOException {
        int[] refs = new int[SERIES];
        Arrays.setAll(refs, i -> store.series(labels(i)));
        SplittableRandom random = new SplittableRandom(11);
        double[] values = new double[SERIES];
        SampleBatch batch = new SampleBatch(SERIES);
        Arrays.fill(minuteMaxs, Double.NEGATIVE_INFINITY);
        for (int tick = 1; tick <= hours * 3600; tick++) {
            now[0] = T0 + tick * 1_000L;
            batch.reset(now[0]);
            for (int i = 0; i < SERIES; i++) {
                values[i] = i % 3 == 0 ? values[i] + random.nextInt(300) : random.nextInt(1 << (4 + i));
                batch.add(refs[i], values[i]);
            }
            int minute = (tick - 1) / 60;
            minuteSums[minute] += values[1];
            minuteMaxs[minute] = Math.max(minuteMaxs[minute], values[1]);
            assertEquals(
                    Store.Appended.LOGGED,
                    store.append(batch),
                    () -> store.stats().degraded());
            if (ledger != null && tick % 3600 == 0 && now[0] - acknowledgedBehindMs > T0) {
                settle(ledger, new TimeRange(T0, now[0] - acknowledgedBehindMs));
            }
            if (tick % 20 == 0) {
                store.maintain();
            }
        }
        while (store.maintain()) {
            // everything that is due
        }
        assertEquals("", store.stats().degraded());
    }

    private static void settle(Ledger ledger, TimeRange range) throws IOException {
        try (Ledger.Claim claim = ledger.claim(range)) {
            claim.settle(range, LedgerState.DELIVERED, 0, null);
        }
    }

    private static List<Integer> tiers(Store store) {
        List<Run> runs = new ArrayList<>(store.state().version().runs());
        runs.sort((a, b) -> Long.compare(
                a.info().range().fromInclusiveMs(), b.info().range().fromInclusiveMs()));
        return runs.stream().map(run -> run.info().tier()).toList();
    }

    @Test
    void theOldestIsThinnedBeforeAnythingGoes() throws IOException {
        watch(MAX_BYTES);
        try (Store store = Store.open(directory, options(MAX_BYTES))) {
            run(store, 72, null, 0);
            List<Integer> tiers = tiers(store);
            assertTrue(tiers.get(0) > 0, "the oldest is not thinned: " + tiers);
            assertEquals(0, tiers.get(tiers.size() - 1), "the newest is thinned: " + tiers);
            try (Snapshot snapshot = store.snapshot()) {
                assertRowsAreTrue(snapshot);
            }
        }
        assertTrue(mostBytes > MAX_BYTES / 2, "the room was not used: " + mostBytes);
        directory.intercept(operation -> {});
        assertEquals(List.of(), new StoreChecker(directory).check().findings());
    }

    /** What the minutes of thinned time come to is what their samples came to. */
    private void assertRowsAreTrue(Snapshot snapshot) {
        Series series = snapshot.select(List.of(SeriesMatcher.equal("__name__", "m1")), TimeRange.ALL)
                .get(0);
        int hours = 70;
        long[] from = new long[hours];
        long[] to = new long[hours];
        Aggregate[] actual = new Aggregate[hours];
        for (int hour = 0; hour < hours; hour++) {
            from[hour] = T0 + hour * HOUR_MS;
            to[hour] = from[hour] + HOUR_MS;
            actual[hour] = new Aggregate();
        }
        series.aggregate(from, to, false, actual);
        int checked = 0;
        for (int hour = 0; hour < hours; hour++) {
            if (actual[hour].count() == 0) {
                continue; // gone by now
            }
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (int minute = hour * 60; minute < (hour + 1) * 60; minute++) {
                sum += minuteSums[minute];
                max = Math.max(max, minuteMaxs[minute]);
            }
            assertEquals(3600, actual[hour].count(), "hour " + hour);
            assertEquals(sum, actual[hour].sum(), 1e-9 * sum, "hour " + hour);
            assertEquals(max, actual[hour].max(), 0, "hour " + hour);
            checked++;
        }
        assertTrue(checked > 40, "hours left: " + checked);
    }

    @Test
    void whatIsAcknowledgedGoesBeforeAnythingIsThinned() throws IOException {
        watch(MAX_BYTES);
        try (Store store = Store.open(directory, options(MAX_BYTES))) {
            Ledger ledger = store.ledger("central");
            run(store, 48, ledger, 6 * HOUR_MS);
            assertFalse(tiers(store).stream().anyMatch(tier -> tier > 0), "thinned: " + tiers(store));
            for (IntervalLedger.Entry entry : ledger.intervals().entries()) {
                assertEquals(LedgerState.DELIVERED, entry.state());
            }
        }
    }

    @Test
    void whatIsNotAcknowledgedIsThinnedAndStillToBeSentAndThenGoesAndIsNamed() throws IOException {
        watch(700_000);
        try (Store store = Store.open(directory, options(700_000))) {
            Ledger ledger = store.ledger("central");
            run(store, 78, ledger, Long.MAX_VALUE / 4);
            long thinned = length(ledger, LedgerState.THINNED);
            long evicted = length(ledger, LedgerState.EVICTED);
            assertTrue(thinned > 0 && evicted > 0, "thinned " + thinned + " ms, evicted " + evicted + " ms");
            // Evicted, thinned, whole: in the order of time.
            IntervalLedger.Entry first = ledger.intervals().entries().get(0);
            assertEquals(LedgerState.EVICTED, first.state());
            List<TimeRange> pending = ledger.intervals().pending(new TimeRange(T0, now[0]));
            assertEquals(first.toExclusiveMs(), pending.get(0).fromInclusiveMs(), "thinned is not pending");
            try (Snapshot snapshot = store.snapshot()) {
                assertTrue(snapshot.timeRange().fromInclusiveMs() >= first.toExclusiveMs() - 1, "evicted and there");
                SampleCursor cursor =
                        snapshot.select(List.of(), TimeRange.ALL).get(1).samples(Long.MIN_VALUE, Long.MAX_VALUE);
                assertTrue(cursor.next(), "nothing left to send");
            }
        }
    }

    private static long length(Ledger ledger, LedgerState state) {
        return ledger.intervals().entries().stream()
                .filter(entry -> entry.state() == state)
                .mapToLong(entry -> entry.toExclusiveMs() - entry.fromInclusiveMs())
                .sum();
    }

    /** The canary: a store without a bound crosses it. */
    @Test
    void aBoundThatIsNotKeptIsFound() throws IOException {
        watch(600_000);
        try (Store store = Store.open(directory, options(0))) {
            assertThrows(AssertionError.class, () -> run(store, 12, null, 0));
            directory.intercept(operation -> {});
        }
    }
}
