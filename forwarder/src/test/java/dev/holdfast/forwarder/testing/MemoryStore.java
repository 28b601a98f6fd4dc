package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreStats;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory with the contract of the real one, ledgers included: late samples re-open their millisecond, also
 * while a claim is open. Columns are replaced, never changed, so that a snapshot stays as it was. Any thread.
 */
public final class MemoryStore implements StoreView, TestStore {
    private static final long PARTITION_MS = 7_200_000;

    /** The first samples of two arrays; what is behind them belongs to columns that are newer. */
    private record Column(long[] timestampsMs, long[] valueBits, int length) {
        Column withLast(long timestampMs, long bits) {
            int capacity = length < timestampsMs.length ? length : length * 2;
            long[] times = length < timestampsMs.length ? timestampsMs : Arrays.copyOf(timestampsMs, capacity);
            long[] values = length < timestampsMs.length ? valueBits : Arrays.copyOf(valueBits, capacity);
            times[length] = timestampMs;
            values[length] = bits;
            return new Column(times, values, length + 1);
        }

        Column withLate(int found, long timestampMs, long bits) {
            boolean replace = found >= 0;
            int at = replace ? found : -found - 1;
            int newLength = length + (replace ? 0 : 1);
            long[] times = Arrays.copyOf(timestampsMs, newLength);
            long[] values = Arrays.copyOf(valueBits, newLength);
            if (!replace) {
                System.arraycopy(timestampsMs, at, times, at + 1, length - at);
                System.arraycopy(valueBits, at, values, at + 1, length - at);
            }
            times[at] = timestampMs;
            values[at] = bits;
            return new Column(times, values, newLength);
        }
    }

    private final TreeMap<Labels, Column> columns = new TreeMap<>();
    private final TreeMap<Long, TimeRange> partitions = new TreeMap<>();
    private final TreeMap<String, MemoryLedger> ledgers = new TreeMap<>();
    private int openSnapshots;

    @Override
    public synchronized void append(long timestampMs, List<Labels> series, long[] valueBits) {
        for (int i = 0; i < valueBits.length; i++) {
            append(series.get(i), timestampMs, valueBits[i]);
        }
    }

    /** Appends a sample, late or not; the newest append of a time wins. */
    @Override
    public synchronized void append(Labels labels, long timestampMs, long valueBits) {
        Column old = columns.getOrDefault(labels, new Column(new long[16], new long[16], 0));
        int found = Arrays.binarySearch(old.timestampsMs, 0, old.length, timestampMs);
        columns.put(
                labels,
                found < 0 && -found - 1 == old.length
                        ? old.withLast(timestampMs, valueBits)
                        : old.withLate(found, timestampMs, valueBits));
        partitions.merge(
                Math.floorDiv(timestampMs, PARTITION_MS),
                new TimeRange(timestampMs, timestampMs + 1),
                (a, b) -> new TimeRange(
                        Math.min(a.fromInclusiveMs(), b.fromInclusiveMs()),
                        Math.max(a.toExclusiveMs(), b.toExclusiveMs())));
        ledgers.values().forEach(ledger -> ledger.appended(timestampMs));
    }

    @Override
    public StoreView view() {
        return this;
    }

    @Override
    public synchronized Map<Labels, SortedMap<Long, Long>> contents() {
        TreeMap<Labels, SortedMap<Long, Long>> result = new TreeMap<>();
        columns.forEach((labels, column) -> {
            SortedMap<Long, Long> samples = new TreeMap<>();
            for (int i = 0; i < column.length; i++) {
                samples.put(column.timestampsMs[i], column.valueBits[i]);
            }
            result.put(labels, samples);
        });
        return result;
    }

    @Override
    public synchronized MemoryLedger ledger(String name) {
        return ledgers.computeIfAbsent(name, n -> new MemoryLedger(n, this));
    }

    /** Drops everything before a time, as a store does that needs the room: what was not dealt with is evicted. */
    public synchronized void evictBefore(long toExclusiveMs) {
        if (partitions.isEmpty() || partitions.firstEntry().getValue().fromInclusiveMs() >= toExclusiveMs) {
            return;
        }
        long fromMs = partitions.firstEntry().getValue().fromInclusiveMs();
        ledgers.values().forEach(ledger -> ledger.evicted(new TimeRange(fromMs, toExclusiveMs)));
        new ArrayList<>(columns.keySet())
                .forEach(labels -> delete(labels, new TimeRange(Long.MIN_VALUE, toExclusiveMs)));
        partitions.headMap(Math.floorDiv(toExclusiveMs, PARTITION_MS)).clear();
        partitions.computeIfPresent(
                Math.floorDiv(toExclusiveMs, PARTITION_MS),
                (key, range) -> range.toExclusiveMs() <= toExclusiveMs
                        ? null
                        : new TimeRange(Math.max(range.fromInclusiveMs(), toExclusiveMs), range.toExclusiveMs()));
    }

    /** Deletes samples of a series, which no ledger is told. */
    public synchronized void delete(Labels labels, TimeRange range) {
        Column old = columns.get(labels);
        if (old == null) {
            return;
        }
        Column left = new Column(new long[16], new long[16], 0);
        for (int i = 0; i < old.length; i++) {
            if (old.timestampsMs[i] < range.fromInclusiveMs() || old.timestampsMs[i] >= range.toExclusiveMs()) {
                left = left.withLast(old.timestampsMs[i], old.valueBits[i]);
            }
        }
        columns.put(labels, left);
    }

    /** Forgets what a process that dies had open. */
    public synchronized void crash() {
        openSnapshots = 0;
        ledgers.values().forEach(MemoryLedger::crash);
    }

    /** Snapshots that were not closed. */
    public synchronized int openSnapshots() {
        return openSnapshots;
    }

    @Override
    public synchronized Snapshot snapshot() {
        openSnapshots++;
        List<TimeRange> populated = new ArrayList<>();
        long before = Long.MIN_VALUE;
        for (Map.Entry<Long, TimeRange> partition : partitions.entrySet()) {
            int last = populated.size() - 1;
            if (last >= 0 && before + 1 == partition.getKey()) {
                populated.set(
                        last,
                        new TimeRange(
                                populated.get(last).fromInclusiveMs(),
                                partition.getValue().toExclusiveMs()));
            } else {
                populated.add(partition.getValue());
            }
            before = partition.getKey();
        }
        return new MemorySnapshot(new TreeMap<>(columns), populated);
    }

    @Override
    public synchronized List<String> ledgerNames() {
        return List.copyOf(ledgers.keySet());
    }

    @Override
    public synchronized IntervalLedger ledgerIntervals(String name) {
        return ledgers.containsKey(name) ? ledger(name).intervals() : IntervalLedger.EMPTY;
    }

    @Override
    public synchronized Ledger.@Nullable Note ledgerNote(String name) {
        return ledgers.containsKey(name) ? ledger(name).note() : null;
    }

    @Override
    public StoreStats stats() {
        throw new UnsupportedOperationException("no test asks for it");
    }

    @Override
    public void close() {}

    private final class MemorySnapshot implements Snapshot {
        private final Map<Labels, Column> columns;
        private final List<TimeRange> populated;
        private boolean closed;

        MemorySnapshot(Map<Labels, Column> columns, List<TimeRange> populated) {
            this.columns = columns;
            this.populated = populated;
        }

        @Override
        public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
            check();
            List<Series> result = new ArrayList<>();
            columns.forEach((labels, column) -> result.add(new MemorySeries(labels, column)));
            return result;
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
            return populated.isEmpty()
                    ? new TimeRange(0, 0)
                    : new TimeRange(
                            populated.get(0).fromInclusiveMs(),
                            populated.get(populated.size() - 1).toExclusiveMs());
        }

        @Override
        public List<TimeRange> populated() {
            check();
            return populated;
        }

        @Override
        public List<Damage> damages() {
            return List.of();
        }

        private void check() {
            if (closed) {
                throw new IllegalStateException("the snapshot is closed");
            }
        }

        @Override
        public void close() {
            synchronized (MemoryStore.this) {
                if (!closed) {
                    openSnapshots--;
                    closed = true;
                }
            }
        }
    }

    private record MemorySeries(Labels labels, Column column) implements Series {
        @Override
        public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
            int found = Arrays.binarySearch(column.timestampsMs, 0, column.length, fromInclusiveMs);
            return new MemoryCursor(column, found >= 0 ? found : -found - 1, toExclusiveMs);
        }
    }

    private static final class MemoryCursor implements SampleCursor {
        private final Column column;
        private final long toExclusiveMs;
        private int next;

        MemoryCursor(Column column, int next, long toExclusiveMs) {
            this.column = column;
            this.next = next;
            this.toExclusiveMs = toExclusiveMs;
        }

        @Override
        public boolean next() {
            if (next >= column.length || column.timestampsMs[next] >= toExclusiveMs) {
                return false;
            }
            next++;
            return true;
        }

        @Override
        public long timestampMs() {
            return column.timestampsMs[next - 1];
        }

        @Override
        public long valueBits() {
            return column.valueBits[next - 1];
        }
    }
}
