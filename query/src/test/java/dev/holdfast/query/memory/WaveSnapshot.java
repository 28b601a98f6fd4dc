package dev.holdfast.query.memory;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Series {@code wave{i="0"}}, {@code wave{i="1"}} ... that are computed as they are read: any number of samples, and no memory for
 * them.
 */
public final class WaveSnapshot implements Snapshot {
    private static final int GROUPS = 10;

    private final int series;
    private final long endMs;
    private final long intervalMs;

    /** Series with a sample every so often from 0 to a moment. */
    public WaveSnapshot(int series, long endMs, long intervalMs) {
        this.series = series;
        this.endMs = endMs;
        this.intervalMs = intervalMs;
    }

    /** The value of a series at a moment: goes up and down by the hour, each series by itself. */
    public static double value(int index, long timeMs) {
        return index + timeMs / 1_000 % 3_600;
    }

    @Override
    public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
        List<Series> selected = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            Labels labels = Labels.of("__name__", "wave", "i", "" + i, "group", "" + i % GROUPS);
            if (SeriesMatcher.all(matchers, labels)) {
                selected.add(new Wave(labels, i));
            }
        }
        return selected;
    }

    private final class Wave implements Series {
        private final Labels labels;
        private final int index;

        Wave(Labels labels, int index) {
            this.labels = labels;
            this.index = index;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
            return new WaveCursor(index, Math.max(0, fromInclusiveMs), Math.min(endMs, toExclusiveMs));
        }
    }

    private final class WaveCursor implements SampleCursor {
        private final int index;
        private final long toMs;
        private long nextMs;

        WaveCursor(int index, long fromMs, long toMs) {
            this.index = index;
            this.toMs = toMs;
            this.nextMs = Math.floorDiv(fromMs + intervalMs - 1, intervalMs) * intervalMs;
        }

        @Override
        public boolean next() {
            nextMs += intervalMs;
            return nextMs - intervalMs < toMs;
        }

        @Override
        public boolean seek(long timestampMs) {
            if (timestampMs > timestampMs()) {
                nextMs = Math.floorDiv(timestampMs + intervalMs - 1, intervalMs) * intervalMs;
                return next();
            }
            return timestampMs() < toMs;
        }

        @Override
        public long timestampMs() {
            return nextMs - intervalMs;
        }

        @Override
        public long valueBits() {
            return Double.doubleToRawLongBits(WaveSnapshot.value(index, timestampMs()));
        }
    }

    @Override
    public SortedSet<String> labelNames(Collection<SeriesMatcher> matchers, TimeRange range) {
        return new TreeSet<>(List.of("__name__", "i", "group"));
    }

    @Override
    public SortedSet<String> labelValues(String name, Collection<SeriesMatcher> matchers, TimeRange range) {
        return new TreeSet<>();
    }

    @Override
    public TimeRange timeRange() {
        return new TimeRange(0, endMs);
    }

    @Override
    public List<TimeRange> populated() {
        return List.of(timeRange());
    }

    @Override
    public List<Damage> damages() {
        return List.of();
    }

    @Override
    public void close() {}
}
