package dev.holdfast.storage.memtable;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Samples that are not in an sstable yet. Frozen by no longer being appended to.
 *
 * <p>One thread appends; any thread reads what its snapshot's sequence number covers.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread appends; the others only read
public final class Memtable {
    private static final Column[] NO_COLUMNS = {};

    /** A series in a group. */
    private record Column(TickGroup group, int index) {}

    private final long firstSegment;
    private final List<@Nullable TickGroup> groupsByLayout = new ArrayList<>();
    private final Map<Integer, Column[]> columnsByRef = new ConcurrentHashMap<>();
    private volatile int[] sortedRefs = {};
    private volatile long minTimestampMs = Long.MAX_VALUE;
    private volatile long maxTimestampMs = Long.MIN_VALUE;
    private volatile long sampleCount;
    private volatile long bytes;

    /**
     * An empty memtable.
     *
     * @param firstSegment the log segment that holds its first sample; kept until the memtable is written out
     */
    public Memtable(long firstSegment) {
        this.firstSegment = firstSegment;
    }

    /** The log segment that holds its first sample. */
    public long firstSegment() {
        return firstSegment;
    }

    /**
     * Adds one tick.
     *
     * @param layoutId small number that stands for {@code refs}
     * @param refs series of the layout, kept: they must not change
     * @param sequence rises with each call
     * @param valueBits one value a series, copied
     */
    public void append(int layoutId, int[] refs, long sequence, long timestampMs, long[] valueBits) {
        TickGroup group = group(layoutId, refs);
        bytes += group.bytesForNextRow();
        group.append(sequence, timestampMs, valueBits);
        if (timestampMs < minTimestampMs) {
            minTimestampMs = timestampMs;
        }
        if (timestampMs > maxTimestampMs) {
            maxTimestampMs = timestampMs;
        }
        sampleCount += refs.length;
    }

    private TickGroup group(int layoutId, int[] refs) {
        while (groupsByLayout.size() <= layoutId) {
            groupsByLayout.add(null);
        }
        TickGroup group = groupsByLayout.get(layoutId);
        if (group == null) {
            group = new TickGroup(refs);
            groupsByLayout.set(layoutId, group);
            for (int i = 0; i < refs.length; i++) {
                Column[] before = columnsByRef.getOrDefault(refs[i], NO_COLUMNS);
                Column[] after = Arrays.copyOf(before, before.length + 1);
                after[before.length] = new Column(group, i);
                columnsByRef.put(refs[i], after);
            }
            bytes += 160L + 100L * refs.length;
        }
        return group;
    }

    /** Whether nothing was appended. */
    public boolean isEmpty() {
        return sampleCount == 0;
    }

    /** Samples appended. */
    public long sampleCount() {
        return sampleCount;
    }

    /**
     * Samples in some ranges that were appended at or before a sequence number; those that another replaces count too. Cost: a
     * few binary searches a layout, or a look at each of its times after one that went back.
     *
     * @param fromMs beginnings of the ranges, rising
     * @param toMs their ends, each at most the next beginning
     */
    public long sampleCount(long[] fromMs, long[] toMs, long sequence) {
        long count = 0;
        for (Column[] columns : columnsByRef.values()) {
            for (Column column : columns) {
                if (column.index == 0) { // one a group
                    count += (long) column.group.rowCount(fromMs, toMs, sequence) * column.group.refs().length;
                }
            }
        }
        return count;
    }

    /** The first time in a range of what was appended at or before a sequence number; the range's end when there is none. */
    public long firstTimestampMs(TimeRange range, long sequence) {
        long first = range.toExclusiveMs();
        for (Column[] columns : columnsByRef.values()) {
            for (Column column : columns) {
                if (column.index == 0) {
                    first = Math.min(first, column.group.firstTimestampMs(range.fromInclusiveMs(), first, sequence));
                }
            }
        }
        return first;
    }

    /** Heap that it takes, about, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** From the earliest sample to one millisecond after the latest; empty when there is none. */
    public TimeRange timeRange() {
        long min = minTimestampMs;
        long max = maxTimestampMs;
        return min > max ? new TimeRange(0, 0) : new TimeRange(min, max + 1);
    }

    /** Refs of the series that have samples, in no order. */
    public Iterable<Integer> refs() {
        return columnsByRef.keySet();
    }

    /**
     * Refs of the series that have samples, in the order of their labels; not to be changed. Put in order when a series has
     * come since the last time.
     *
     * @param labelsOf the labels of a ref, always the same
     */
    public int[] refsByLabels(IntFunction<Labels> labelsOf) {
        int[] known = sortedRefs;
        if (known.length != columnsByRef.size()) {
            known = columnsByRef.keySet().stream()
                    .sorted(Comparator.comparing(labelsOf::apply))
                    .mapToInt(Integer::intValue)
                    .toArray();
            sortedRefs = known;
        }
        return known;
    }

    /** Number of series that have samples. */
    public int seriesCount() {
        return columnsByRef.size();
    }

    /** Whether a series may have samples in a range. */
    public boolean mayHave(int ref, TimeRange range) {
        for (Column column : columnsByRef.getOrDefault(ref, NO_COLUMNS)) {
            if (column.group.minTimestampMs() < range.toExclusiveMs()
                    && column.group.maxTimestampMs() >= range.fromInclusiveMs()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The samples of a series in a range that were appended at or before a sequence number, in time order, the newest of
     * each millisecond; null when there are none.
     */
    public @Nullable Samples samples(int ref, long fromInclusiveMs, long toExclusiveMs, long sequence) {
        Column[] columns = columnsByRef.getOrDefault(ref, NO_COLUMNS);
        if (columns.length == 1 && columns[0].group.isInTimeOrder()) {
            return ordered(columns[0], fromInclusiveMs, toExclusiveMs, sequence);
        }
        return columns.length == 0 ? null : sorted(columns, fromInclusiveMs, toExclusiveMs, sequence);
    }

    /**
     * What {@link #samples} would give, in short; null when there are none. Cost: two binary searches, unless time went back or
     * the series has samples of several layouts.
     */
    public @Nullable Extent extent(int ref, long fromInclusiveMs, long toExclusiveMs) {
        Column[] columns = columnsByRef.getOrDefault(ref, NO_COLUMNS);
        if (columns.length == 1 && columns[0].group.isInTimeOrder()) {
            TickGroup group = columns[0].group;
            int rows = group.rowsUpTo(Long.MAX_VALUE);
            int first = group.firstRowAtOrAfter(fromInclusiveMs, rows);
            int last = group.firstRowAtOrAfter(toExclusiveMs, rows) - 1;
            return first > last
                    ? null
                    : new Extent(last - first + 1, group.timestampMs(last) - group.timestampMs(first));
        }
        Samples samples = samples(ref, fromInclusiveMs, toExclusiveMs, Long.MAX_VALUE);
        return samples == null ? null : samples.extent();
    }

    /**
     * Adds the newest sample of a series in a range that was appended at or before a sequence number, and perhaps older ones
     * before it. Cost: a look at the last rows, unless time went back.
     */
    public void newest(int ref, long fromInclusiveMs, long toExclusiveMs, long sequence, Aggregate into) {
        Column[] columns = columnsByRef.getOrDefault(ref, NO_COLUMNS);
        if (columns.length == 1 && columns[0].group.isInTimeOrder()) {
            TickGroup group = columns[0].group;
            int row = group.firstRowAtOrAfter(toExclusiveMs, group.rowsUpTo(sequence)) - 1;
            if (row >= 0 && group.timestampMs(row) >= fromInclusiveMs) {
                into.add(group.timestampMs(row), group.valueBits(columns[0].index, row));
            }
            return;
        }
        Samples samples = samples(ref, fromInclusiveMs, toExclusiveMs, sequence);
        if (samples != null) {
            int last = samples.timestampsMs().length - 1;
            into.add(samples.timestampsMs()[last], samples.valueBits()[last]);
        }
    }

    private static @Nullable Samples ordered(Column column, long fromMs, long toMs, long sequence) {
        TickGroup group = column.group;
        int rows = group.rowsUpTo(sequence);
        int first = group.firstRowAtOrAfter(fromMs, rows);
        int last = group.firstRowAtOrAfter(toMs, rows);
        if (first >= last) {
            return null;
        }
        long[] times = new long[last - first];
        long[] bits = new long[last - first];
        group.copyTimestamps(first, last, times, 0);
        group.copyColumn(column.index, first, last, bits, 0);
        return new Samples(times, bits);
    }

    private static @Nullable Samples sorted(Column[] columns, long fromMs, long toMs, long sequence) {
        List<long[]> found = new ArrayList<>(); // time, sequence, bits
        for (Column column : columns) {
            int rows = column.group.rowsUpTo(sequence);
            for (int row = 0; row < rows; row++) {
                long time = column.group.timestampMs(row);
                if (time >= fromMs && time < toMs) {
                    found.add(new long[] {time, column.group.sequence(row), column.group.valueBits(column.index, row)});
                }
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        found.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
        long[] times = new long[found.size()];
        long[] bits = new long[found.size()];
        int count = 0;
        for (long[] sample : found) {
            if (count > 0 && times[count - 1] == sample[0]) {
                count--; // the newer one replaces it
            }
            times[count] = sample[0];
            bits[count] = sample[2];
            count++;
        }
        return new Samples(Arrays.copyOf(times, count), Arrays.copyOf(bits, count));
    }

    /**
     * Samples of one series in time order.
     *
     * @param timestampsMs rising, milliseconds since the epoch
     * @param valueBits as many
     */
    public record Samples(long[] timestampsMs, long[] valueBits) {
        /** How many they are, and what they span. */
        public Extent extent() {
            int count = timestampsMs.length;
            return new Extent(count, timestampsMs[count - 1] - timestampsMs[0]);
        }
    }

    /**
     * How many samples of a series there are, and what they span.
     *
     * @param count at least one
     * @param spanMs from the first to the last, milliseconds
     */
    public record Extent(int count, long spanMs) {}
}
