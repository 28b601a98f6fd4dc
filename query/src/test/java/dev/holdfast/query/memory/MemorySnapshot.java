package dev.holdfast.query.memory;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Samples in tree maps, as plain as can be: what the engine reads in tests. Not a snapshot of anything. */
public final class MemorySnapshot implements Snapshot {
    private final TreeMap<Labels, TreeMap<Long, Long>> series = new TreeMap<>();

    /** Adds a sample; the newest wins. */
    public MemorySnapshot add(Labels labels, long timestampMs, double value) {
        return addBits(labels, timestampMs, Double.doubleToRawLongBits(value));
    }

    /** Adds a sample by the bits of its value. */
    public MemorySnapshot addBits(Labels labels, long timestampMs, long bits) {
        series.computeIfAbsent(labels, key -> new TreeMap<>()).put(timestampMs, bits);
        return this;
    }

    @Override
    public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
        List<Series> selected = new ArrayList<>();
        series.forEach((labels, samples) -> {
            boolean matches = matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())));
            if (matches
                    && !inside(samples, range.fromInclusiveMs(), range.toExclusiveMs())
                            .isEmpty()) {
                selected.add(new MemorySeries(labels, samples));
            }
        });
        return selected;
    }

    private static Map<Long, Long> inside(NavigableMap<Long, Long> samples, long fromInclusiveMs, long toExclusiveMs) {
        return fromInclusiveMs < toExclusiveMs ? samples.subMap(fromInclusiveMs, toExclusiveMs) : Map.of();
    }

    private record MemorySeries(Labels labels, NavigableMap<Long, Long> samples) implements Series {
        @Override
        public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
            Map<Long, Long> wanted = inside(samples, fromInclusiveMs, toExclusiveMs);
            long[] times = wanted.keySet().stream().mapToLong(Long::longValue).toArray();
            long[] bits = wanted.values().stream().mapToLong(Long::longValue).toArray();
            return new ArrayCursor(times, bits);
        }
    }

    @Override
    public SortedSet<String> labelNames(Collection<SeriesMatcher> matchers, TimeRange range) {
        SortedSet<String> names = new TreeSet<>();
        select(matchers, range).forEach(one -> names.addAll(one.labels().names()));
        return names;
    }

    @Override
    public SortedSet<String> labelValues(String name, Collection<SeriesMatcher> matchers, TimeRange range) {
        SortedSet<String> values = new TreeSet<>();
        select(matchers, range).forEach(one -> values.add(one.labels().get(name)));
        values.remove("");
        return values;
    }

    @Override
    public TimeRange timeRange() {
        long[] times = series.values().stream()
                .flatMapToLong(samples -> Arrays.stream(new long[] {samples.firstKey(), samples.lastKey()}))
                .sorted()
                .toArray();
        return times.length == 0 ? new TimeRange(0, 0) : new TimeRange(times[0], times[times.length - 1] + 1);
    }

    @Override
    public List<TimeRange> populated() {
        TimeRange range = timeRange();
        return range.isEmpty() ? List.of() : List.of(range);
    }

    @Override
    public List<Damage> damages() {
        return List.of();
    }

    @Override
    public void close() {}
}
