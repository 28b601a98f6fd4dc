package dev.holdfast.agent.openmetrics;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Samples in a sorted map, seen as a snapshot: what the export reads when no store is wanted. */
final class MapSnapshot implements Snapshot {
    private final Map<Labels, NavigableMap<Long, Long>> samples;

    MapSnapshot(Map<Labels, NavigableMap<Long, Long>> samples) {
        this.samples = samples;
    }

    @Override
    public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
        List<Series> series = new ArrayList<>();
        samples.forEach((labels, points) -> {
            if (matchers.stream().allMatch(m -> m.matches(labels.get(m.name())))) {
                series.add(new MapSeries(labels, points));
            }
        });
        return series;
    }

    @Override
    public SortedSet<String> labelNames(Collection<SeriesMatcher> matchers, TimeRange range) {
        return new TreeSet<>();
    }

    @Override
    public SortedSet<String> labelValues(String name, Collection<SeriesMatcher> matchers, TimeRange range) {
        return new TreeSet<>();
    }

    @Override
    public TimeRange timeRange() {
        return TimeRange.ALL;
    }

    @Override
    public List<TimeRange> populated() {
        return List.of(TimeRange.ALL);
    }

    @Override
    public List<Damage> damages() {
        return List.of();
    }

    @Override
    public void close() {}

    private record MapSeries(Labels labels, NavigableMap<Long, Long> points) implements Series {
        @Override
        public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
            return new MapCursor(
                    points.subMap(fromInclusiveMs, toExclusiveMs).entrySet().iterator());
        }
    }

    private static final class MapCursor implements SampleCursor {
        private final Iterator<Map.Entry<Long, Long>> entries;
        private Map.Entry<Long, Long> current = Map.entry(Long.MIN_VALUE, 0L);

        MapCursor(Iterator<Map.Entry<Long, Long>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean next() {
            if (!entries.hasNext()) {
                return false;
            }
            current = entries.next();
            return true;
        }

        @Override
        public long timestampMs() {
            return current.getKey();
        }

        @Override
        public long valueBits() {
            return current.getValue();
        }
    }
}
