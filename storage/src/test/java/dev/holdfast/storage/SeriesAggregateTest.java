package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What statistics and rollups say of a stretch of time is what its samples say. */
class SeriesAggregateTest {
    private static final long T0 = 1_795_327_200_000L;
    private static final int SERIES = 12;
    private static final long[] ROW_WINDOWS_MS = {60_000, 300_000, 3_600_000};

    private static Labels labels(int i) {
        return Labels.of("__name__", "series_" + i);
    }

    /** One of each kind: constant, counters, gauges, markers, odd values. */
    private static double value(int i, int tick, double before, SplittableRandom random) {
        return switch (i) {
            case 0 -> 7;
            case 1 -> before + random.nextInt(100);
            case 2 -> random.nextInt(900) == 0 ? 0 : before + random.nextInt(50);
            case 3 -> Math.rint(before * 100 + random.nextInt(90)) / 100;
            case 4 -> 4096.0 * random.nextInt(1 << 20);
            case 5 -> random.nextDouble() - 0.5;
            case 6 -> Math.floorDiv(tick, 1000); // steps
            case 7 ->
                tick % 777 > 700
                        ? Double.longBitsToDouble(Aggregate.STALE_MARKER_BITS)
                        : Math.rint(50 * Math.sin(tick / 300.0));
            case 8 -> random.nextInt(2000) == 0 ? Double.NaN : random.nextInt(10);
            case 9 -> random.nextInt(3000) == 0 ? Double.POSITIVE_INFINITY : -random.nextInt(10);
            case 10 -> random.nextInt(4) == 0 ? -0.0 : 0.0;
            default -> 1e300 * random.nextDouble();
        };
    }

    /** A day at a tick a second or slower, with holes, late samples in sealed partitions, and the end still in memory. */
    private static Store store(long seed, int stepMs) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        long[] now = {T0};
        StoreOptions options = StoreOptions.defaults()
                .withPartitionMs(7_200_000)
                .withMemtableBytes(1 << 20)
                .withRetentionMs(0)
                .withClock(() -> now[0]);
        Store store = Store.open(new SimulatedDirectory(), options);
        int[] refs = new int[SERIES];
        Arrays.setAll(refs, i -> store.series(labels(i)));
        double[] before = new double[SERIES];
        SampleBatch batch = new SampleBatch(SERIES);
        int ticks = 30_000_000 / stepMs;
        int hole = random.nextInt(ticks);
        for (int tick = 0; tick < ticks; tick++) {
            if (tick >= hole && tick < hole + 700_000 / stepMs) {
                continue;
            }
            now[0] = T0 + (long) tick * stepMs + (random.nextInt(50) == 0 ? random.nextInt(stepMs / 2) : 0);
            batch.reset(now[0]);
            for (int i = 0; i < SERIES; i++) {
                before[i] = value(i, tick, before[i], random);
                batch.add(refs[i], before[i]);
            }
            store.append(batch);
            while (tick % 64 == 0 && store.maintain()) {
                // everything that is due
            }
        }
        batch.reset(T0 + 1_234_567);
        batch.add(refs[1], 5); // late, and left in a run of its own
        store.append(batch);
        return store;
    }

    private static void compare(Snapshot snapshot, long seed, long shiftMs) {
        SplittableRandom random = new SplittableRandom(seed);
        TimeRange all = snapshot.timeRange();
        List<Series> series = snapshot.select(List.of(), TimeRange.ALL);
        assertEquals(SERIES, series.size());
        for (int round = 0; round < 10; round++) {
            // In three of the rounds each stretch is the window of a row, in the others it mostly is not.
            boolean ofRows = round < ROW_WINDOWS_MS.length;
            long unit = ofRows ? ROW_WINDOWS_MS[round] : new long[] {1, 1_000, 60_000, 3_600_000}[random.nextInt(4)];
            long lengthMs = ofRows ? unit : Math.max(unit, random.nextLong(1, 3 * 3_600_000) / unit * unit);
            int count = (int) Math.min(400, all.lengthMs() / lengthMs + 2);
            long start = (all.fromInclusiveMs() - random.nextLong(2 * lengthMs)) / unit * unit;
            long[] from = new long[count];
            long[] to = new long[count];
            for (int i = 0; i < count; i++) {
                from[i] = start + i * lengthMs;
                to[i] = from[i] + (random.nextInt(ofRows ? 40 : 3) == 0 ? Math.max(1, lengthMs / 2) : lengthMs);
                start += ofRows && random.nextInt(30) == 0 ? lengthMs : 0; // a row that nobody asks for
            }
            for (Series one : series) {
                for (boolean change : new boolean[] {false, true}) {
                    String what = "seed " + seed + ", round " + round + ", " + one.labels();
                    compare(one, from, to, change, shiftMs, what);
                }
            }
        }
    }

    private static void compare(Series series, long[] from, long[] to, boolean change, long shiftMs, String what) {
        Aggregate[] expected = aggregates(from.length);
        Aggregate[] actual = aggregates(from.length);
        new Plain(series).aggregate(from, to, change, expected);
        long[] shifted = Arrays.stream(to).map(end -> end + shiftMs).toArray();
        series.aggregate(from, shifted, change, actual);
        for (int i = 0; i < from.length; i++) {
            String where = what + ", (" + from[i] + ", " + to[i] + "], change " + change;
            Aggregate e = expected[i];
            Aggregate a = actual[i];
            assertEquals(e.count(), a.count(), where);
            assertEquals(e.staleTimeMs(), a.staleTimeMs(), where);
            if (e.count() == 0) {
                continue;
            }
            assertBits(e.min(), a.min(), where + " min");
            assertBits(e.max(), a.max(), where + " max");
            assertBits(e.last(), a.last(), where + " last");
            assertEquals(e.lastTimeMs(), a.lastTimeMs(), where);
            assertSums(e, a, where);
            if (change) {
                assertBits(e.first(), a.first(), where + " first");
                assertEquals(e.firstTimeMs(), a.firstTimeMs(), where);
                assertEquals(e.lost(), a.lost(), Math.ulp(e.lost()) * 4, where + " lost");
            }
        }
    }

    /** Relative to the magnitudes that were added: where they cancel out, so do the last bits. */
    private static void assertSums(Aggregate e, Aggregate a, String where) {
        if (!Double.isFinite(e.sum())) {
            assertEquals(e.sum(), a.sum(), where);
            return;
        }
        double magnitude = Math.max(Math.abs(e.min()), Math.abs(e.max())) * e.count();
        assertEquals(e.sum(), a.sum(), Math.max(magnitude * 1e-15, Double.MIN_VALUE), where + " sum");
    }

    private static void assertBits(double expected, double actual, String what) {
        assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual), what);
    }

    private static Aggregate[] aggregates(int count) {
        Aggregate[] result = new Aggregate[count];
        Arrays.setAll(result, i -> new Aggregate());
        return result;
    }

    /** A series that knows nothing in advance. */
    private record Plain(Series series) implements Series {
        @Override
        public Labels labels() {
            return series.labels();
        }

        @Override
        public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
            return series.samples(fromInclusiveMs, toExclusiveMs);
        }
    }

    @Test
    void aggregatesAreThoseOfTheSamples() throws IOException {
        for (int stepMs : new int[] {1_000, 10_000, 60_000}) {
            try (Store store = store(stepMs, stepMs)) {
                try (Snapshot snapshot = store.snapshot()) {
                    compare(snapshot, stepMs, 0);
                }
                store.compactFully();
                try (Snapshot snapshot = store.snapshot()) {
                    compare(snapshot, stepMs + 1, 0);
                    assertEquals(List.of(), snapshot.damages());
                }
            }
        }
    }

    /** Canary: stretches that end a step too late. */
    @Test
    void aStretchThatIsCutWronglyIsFound() throws IOException {
        try (Store store = store(1, 10_000);
                Snapshot snapshot = store.snapshot()) {
            assertThrows(AssertionError.class, () -> compare(snapshot, 1, 10_000));
        }
    }
}
