package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.ValueFilter.Comparison;
import dev.holdfast.storage.compaction.MergeCursor;
import dev.holdfast.storage.manifest.FileNames;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableReader;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.testing.Campaign;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.tombstone.DeletedRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A filter on values changes how much is decoded, and no answer: random histories, with and without. */
class ValueFilterTest {
    private static final long T0 = 1_795_327_200_000L;
    private static final int PARTITION_MS = 20_000;
    private static final int SERIES = 3;
    private static final int ROUNDS = 12;
    private static final List<Comparison> COMPARISONS = List.of(Comparison.values());
    private static final double[] OPERANDS = {0, 1, 3, 5, 9.5, 50, -1, Double.NaN, Double.POSITIVE_INFINITY, -0.0};

    /** How a series is read with a filter: the right way, or one with a planted bug. */
    private interface Reading {
        SampleCursor open(Directories where, Series series, ValueFilter filter) throws IOException;
    }

    private record Directories(SimulatedDirectory directory, Snapshot snapshot) {}

    @Test
    void theNewestSampleThatPassesIsTheSameWithAndWithoutTheFilter() {
        long[] skipped = new long[1];
        Campaign.run("ValueFilterTest#theNewestSampleThatPassesIsTheSameWithAndWithoutTheFilter", 1, ROUNDS, seed -> {
            long[] counts = round(seed, (where, series, filter) -> series.samples(T0, Long.MAX_VALUE, filter));
            skipped[0] += counts[1];
            return counts[0];
        });
        assertTrue(skipped[0] > 0, "no chunk was ever skipped");
    }

    @Test
    void missingStandInsAreFound() {
        assertFound((where, series, filter) -> new Without(series.samples(T0, Long.MAX_VALUE), filter));
    }

    /** As if the filter went to each of several runs that overlap. */
    @Test
    void skippingWhereRunsOverlapIsFound() {
        assertFound(ValueFilterTest::mergedWithFilter);
    }

    private static void assertFound(Reading planted) {
        assertThrows(AssertionError.class, () -> {
            for (long seed = 1; seed <= ROUNDS; seed++) {
                round(seed, planted);
            }
        });
    }

    /** Leaves out what does not pass, and puts nothing in its place. */
    private record Without(SampleCursor all, ValueFilter filter) implements SampleCursor {
        @Override
        public boolean next() {
            boolean has = all.next();
            while (has && !filter.passes(all.value())) {
                has = all.next();
            }
            return has;
        }

        @Override
        public long timestampMs() {
            return all.timestampMs();
        }

        @Override
        public long valueBits() {
            return all.valueBits();
        }
    }

    private static SampleCursor mergedWithFilter(Directories where, Series series, ValueFilter filter)
            throws IOException {
        List<SampleCursor> cursors = new ArrayList<>();
        List<String> names = new ArrayList<>(where.directory.list());
        names.removeIf(name -> !FileNames.isSstable(name));
        names.sort(Comparator.comparing(FileNames::sstableId));
        for (String name : names) {
            SstableReader reader = new SstableReader(where.directory.open(name), new BlockCache(1 << 20));
            for (SstableSeries one : reader.select(List.of(), TimeRange.ALL)) {
                if (one.labels().equals(series.labels())) {
                    cursors.add(SstableCursor.live(
                            one,
                            T0,
                            Long.MAX_VALUE,
                            new SstableCursor.Losses() {
                                @Override
                                public void damaged(Damage damage) {
                                    throw new AssertionError(damage.toString());
                                }

                                @Override
                                public void unreadable(String file, IOException reason) {
                                    throw new AssertionError(reason);
                                }
                            },
                            DeletedRanges.NONE,
                            filter,
                            new ReadTally()));
                }
            }
        }
        return cursors.isEmpty() ? series.samples(T0, Long.MAX_VALUE) : MergeCursor.of(cursors);
    }

    /** Comparisons made, and chunks that were not decoded. */
    private static long[] round(long seed, Reading reading) throws IOException {
        Random random = new Random(seed);
        SimulatedDirectory directory = new SimulatedDirectory();
        long[] now = {T0};
        StoreOptions options =
                StoreOptions.defaults().withPartitionMs(PARTITION_MS).withMemtableBytes(8 << 10);
        try (Store store = Store.open(directory, options.withClock(() -> now[0]))) {
            write(store, random, now);
            try (Snapshot snapshot = store.snapshot()) {
                long compared = compare(new Directories(directory, snapshot), random, now[0], reading);
                for (SelectionTrace selection : snapshot.trace().selections()) {
                    ReadTraceTest.assertAddsUp(selection);
                }
                return new long[] {compared, snapshot.trace().total().chunks().skippedByValue()};
            }
        }
    }

    /** Ticks on the grid, levels that last a while, late samples, stale markers, and merging at any time. */
    private static void write(Store store, Random random, long[] now) throws IOException {
        SampleBatch batch = new SampleBatch(SERIES);
        double[] level = new double[SERIES];
        for (int tick = 0; tick < 400; tick++) {
            now[0] += 1000;
            boolean late = random.nextInt(40) == 0;
            batch.reset(late ? now[0] - random.nextInt(60_000) : now[0]);
            for (int i = 0; i < SERIES; i++) {
                if (random.nextInt(30) == 0) {
                    level[i] = random.nextInt(10);
                }
                int ref = store.series(Labels.of("__name__", "m", "i", Integer.toString(i)));
                if (random.nextInt(150) == 0) {
                    batch.addBits(ref, 0x7ff0_0000_0000_0002L);
                } else if (random.nextInt(20) > 0) {
                    batch.add(ref, level[i] + (i == 0 ? 0 : random.nextInt(3)));
                }
            }
            if (batch.size() > 0) {
                assertEquals(Store.Appended.LOGGED, store.append(batch));
            }
            while (random.nextInt(20) == 0 && store.maintain()) {
                // one step after the other
            }
            if (random.nextInt(300) == 0) {
                store.compactFully();
            }
        }
        if (random.nextBoolean()) {
            store.compactFully();
        }
    }

    private static long compare(Directories where, Random random, long endMs, Reading reading) throws IOException {
        long compared = 0;
        for (Series series : where.snapshot.select(List.of(), new TimeRange(T0, Long.MAX_VALUE))) {
            for (int i = 0; i < 20; i++) {
                Comparison comparison = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
                ValueFilter filter = new ValueFilter(comparison, OPERANDS[random.nextInt(OPERANDS.length)]);
                long lookbackMs = 1L + random.nextInt(30_000);
                long stepMs = 1L + random.nextInt(10_000);
                boolean seek = random.nextBoolean();
                SampleCursor expected = series.samples(T0, Long.MAX_VALUE);
                SampleCursor actual = reading.open(where, series, filter);
                assertEquals(
                        passing(expected, filter, endMs, lookbackMs, stepMs, seek),
                        passing(actual, filter, endMs, lookbackMs, stepMs, seek),
                        series.labels() + " " + filter + " lookbackMs=" + lookbackMs + " stepMs=" + stepMs);
                compared++;
            }
        }
        return compared;
    }

    /** At each step the newest sample that is young enough, where it passes. */
    private static List<String> passing(
            SampleCursor cursor, ValueFilter filter, long endMs, long lookbackMs, long stepMs, boolean seek) {
        List<String> result = new ArrayList<>();
        boolean has = cursor.next();
        long timeMs = Long.MIN_VALUE;
        double value = 0;
        for (long step = T0; step <= endMs; step += stepMs) {
            if (seek && has && cursor.timestampMs() <= step - lookbackMs) {
                has = cursor.seek(step - lookbackMs + 1);
            }
            while (has && cursor.timestampMs() <= step) {
                timeMs = cursor.timestampMs();
                value = cursor.value();
                has = cursor.next();
            }
            if (timeMs > step - lookbackMs && filter.passes(value)) {
                result.add(step + ": " + timeMs + " " + Double.doubleToRawLongBits(value));
            }
        }
        return result;
    }

    @Test
    void aFilterMayPassWheneverSomeValueBetweenTheEndsDoes() {
        double[] values = {Double.NEGATIVE_INFINITY, -3, -0.0, 0.0, 1, 2.5, 7, Double.POSITIVE_INFINITY};
        for (Comparison comparison : Comparison.values()) {
            for (double operand : OPERANDS) {
                ValueFilter filter = new ValueFilter(comparison, operand);
                for (int min = 0; min < values.length; min++) {
                    for (int max = min; max < values.length; max++) {
                        boolean some = false;
                        for (int i = min; i <= max; i++) {
                            some |= filter.passes(values[i]);
                        }
                        boolean may = filter.mayPass(values[min], values[max]);
                        assertTrue(may || !some, filter + " of " + values[min] + " to " + values[max]);
                        if (min == max) {
                            assertEquals(some, may, filter + " of " + values[min]);
                        }
                    }
                }
            }
        }
    }
}
