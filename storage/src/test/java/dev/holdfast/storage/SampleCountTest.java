package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.testing.SimulatedDirectory;
import dev.holdfast.storage.testing.StoreContents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said of samples without reading any, against the samples. */
class SampleCountTest {
    private static final long T0 = 1_795_327_200_000L; // a multiple of two hours
    private static final long HOUR_MS = 3_600_000;
    private static final long SEED = Long.getLong("seed", 5);

    private final SimulatedDirectory directory = new SimulatedDirectory();
    private final Random random = new Random(SEED);
    private long nowMs = T0;

    private final StoreOptions options = StoreOptions.defaults()
            .withClock(() -> nowMs)
            .withMemtableBytes(96 << 10)
            .withRetentionMs(0);

    /** Twelve series each five seconds, and eight more each quarter of a minute. */
    private void sample(Store store, long fromMs, long toMs) throws IOException {
        for (long t = fromMs; t < toMs; t += 5_000) {
            nowMs = t;
            SampleBatch tick = new SampleBatch(20).reset(t);
            for (int i = 0; i < (t % 15_000 == 0 ? 20 : 12); i++) {
                tick.addBits(store.series(Labels.of("__name__", "m", "i", "" + i)), random.nextLong());
            }
            store.append(tick);
            while (t % 60_000 == 0 && store.maintain()) {
                // all there is to do
            }
        }
    }

    private static TreeMap<Long, Integer> truth(Store store) {
        TreeMap<Long, Integer> samples = new TreeMap<>();
        SortedMap<Labels, SortedMap<Long, Long>> contents = StoreContents.of(store);
        contents.values().forEach(series -> series.keySet().forEach(time -> samples.merge(time, 1, Integer::sum)));
        return samples;
    }

    private static long count(TreeMap<Long, Integer> truth, List<TimeRange> ranges) {
        long count = 0;
        for (TimeRange range : ranges) {
            for (int samples :
                    truth.subMap(range.fromInclusiveMs(), range.toExclusiveMs()).values()) {
                count += samples;
            }
        }
        return count;
    }

    private List<TimeRange> someRanges(long fromMs, long toMs) {
        List<Long> cuts = new ArrayList<>();
        for (int i = 2 * (1 + random.nextInt(3)); i > 0; i--) {
            cuts.add(fromMs + random.nextLong(toMs - fromMs));
        }
        cuts.sort(null);
        List<TimeRange> ranges = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i += 2) {
            ranges.add(new TimeRange(cuts.get(i), cuts.get(i + 1)));
        }
        return ranges;
    }

    /** What a host's samples are like, and what a ledger asks for: within two per cent and a few ticks. */
    @Test
    void samplesThatComeRegularlyAreCountedWell() throws IOException {
        try (Store store = Store.open(directory, options)) {
            long end = T0 + 7 * HOUR_MS;
            sample(store, T0, end);
            assertTrue(store.stats().runCount() > 3 && store.stats().unflushedSampleCount() > 0, "runs and memory");
            TreeMap<Long, Integer> truth = truth(store);
            try (Snapshot snapshot = store.snapshot()) {
                assertEquals(count(truth, List.of(TimeRange.ALL)), snapshot.countAbout(snapshot.populated()), "of all");
                assertEquals(0, snapshot.countAbout(List.of()));
                for (int i = 0; i < 500; i++) {
                    List<TimeRange> ranges = someRanges(T0 - HOUR_MS, end + HOUR_MS);
                    long right = count(truth, ranges);
                    long said = snapshot.countAbout(ranges);
                    assertTrue(
                            Math.abs(said - right) <= right / 50 + 40L * ranges.size(),
                            () -> said + " of " + right + " in " + ranges + ", -Dseed=" + SEED);
                }
            }
        }
    }

    /** Whatever the history: wrong by no more than the runs hold that a range cuts. */
    @Test
    void withHolesAndLateSamplesOnlyCutRunsAreWrong() throws IOException {
        try (Store store = Store.open(directory, options)) {
            sample(store, T0, T0 + HOUR_MS);
            sample(store, T0 + HOUR_MS + 40 * 60_000, T0 + 5 * HOUR_MS);
            sample(store, T0 + 20 * 60_000, T0 + 50 * 60_000); // the clock was set back
            sample(store, T0 + 6 * HOUR_MS, T0 + 7 * HOUR_MS);
            sample(store, T0 + 3 * HOUR_MS, T0 + 3 * HOUR_MS + 20 * 60_000); // and again, and not merged yet
            TreeMap<Long, Integer> truth = truth(store);
            long doubled = store.stats().sampleCount() - count(truth, List.of(TimeRange.ALL));
            List<RunInfo> runs = runs();
            assertTrue(
                    doubled > 0 && runs.size() > 3, () -> "as was meant: doubled=" + doubled + " runs=" + runs.size());
            try (Snapshot snapshot = store.snapshot()) {
                for (int i = 0; i < 500; i++) {
                    List<TimeRange> ranges = someRanges(T0 - HOUR_MS, T0 + 8 * HOUR_MS);
                    long bound = runs.stream()
                            .filter(run -> ranges.stream().anyMatch(range -> cuts(range, run.range())))
                            .mapToLong(RunInfo::sampleCount)
                            .sum();
                    long right = count(truth, ranges);
                    long said = snapshot.countAbout(ranges);
                    assertTrue(Math.abs(said - right) <= bound + doubled, () -> said + " of " + right + ", " + ranges);
                }
            }
        }
    }

    private List<RunInfo> runs() throws IOException {
        try (StoreReader reader = StoreReader.open(directory)) {
            return reader.survey().partitions().stream()
                    .flatMap(partition -> partition.runs().stream())
                    .toList();
        }
    }

    private static boolean cuts(TimeRange range, TimeRange run) {
        return range.overlaps(run) && !range.intersect(run).equals(run);
    }

    @Test
    void theFirstSampleInMemoryIsFoundBehindAHole() throws IOException {
        try (Store store = Store.open(directory, options)) {
            sample(store, T0, T0 + 60_000);
            sample(store, T0 + HOUR_MS, T0 + HOUR_MS + 60_000);
            try (Snapshot snapshot = store.snapshot()) {
                assertEquals(T0 + HOUR_MS, snapshot.firstAbout(new TimeRange(T0 + 55_001, T0 + 2 * HOUR_MS)));
                assertEquals(T0 + 55_000, snapshot.firstAbout(new TimeRange(T0 + 50_001, T0 + 2 * HOUR_MS)));
                assertEquals(T0 + 3 * HOUR_MS, snapshot.firstAbout(new TimeRange(T0 + 2 * HOUR_MS, T0 + 3 * HOUR_MS)));
            }
        }
    }
}
