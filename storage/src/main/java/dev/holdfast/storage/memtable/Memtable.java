package dev.holdfast.storage.memtable;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.memtable.MemtableSeries.Column;
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

    /** All series in the order of labels, as they were when there were so many layouts. */
    private record Sorted(int layouts, MemtableSeries[] series) {}

    private final long firstSegment;
    private final List<@Nullable TickGroup> groupsByLayout = new ArrayList<>();
    private final Map<Integer, Column[]> columnsByRef = new ConcurrentHashMap<>();
    private volatile int layouts;
    private volatile Sorted sorted = new Sorted(0, new MemtableSeries[0]);
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
            layouts++; // publishes the columns; one thread writes
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
                if (column.index() == 0) { // one a group
                    count += (long) column.group().rowCount(fromMs, toMs, sequence)
                            * column.group().refs().length;
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
                if (column.index() == 0) {
                    first = Math.min(first, column.group().firstTimestampMs(range.fromInclusiveMs(), first, sequence));
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
     * The series that have samples, in the order of their labels; not to be changed. Put in order when a layout has come since
     * the last time.
     *
     * @param labelsOf the labels of a ref, always the same
     */
    public MemtableSeries[] seriesByLabels(IntFunction<Labels> labelsOf) {
        int now = layouts; // read first: what is found then may be more, and is put in order again the next time
        Sorted known = sorted;
        if (known.layouts != now) {
            MemtableSeries[] series = new MemtableSeries[columnsByRef.size()];
            int count = 0;
            for (Map.Entry<Integer, Column[]> entry : columnsByRef.entrySet()) {
                if (count == series.length) {
                    series = Arrays.copyOf(series, 2 * count + 1);
                }
                series[count++] = new MemtableSeries(labelsOf.apply(entry.getKey()), entry.getValue());
            }
            series = Arrays.copyOf(series, count);
            Arrays.sort(series, Comparator.comparing(MemtableSeries::labels));
            known = new Sorted(now, series);
            sorted = known;
        }
        return known.series;
    }

    /** Number of series that have samples. */
    public int seriesCount() {
        return columnsByRef.size();
    }

    /**
     * The samples of a series in a range that were appended at or before a sequence number, in time order, the newest of
     * each millisecond; null when there are none.
     */
    public @Nullable Samples samples(int ref, long fromInclusiveMs, long toExclusiveMs, long sequence) {
        return MemtableSeries.samples(
                columnsByRef.getOrDefault(ref, NO_COLUMNS), fromInclusiveMs, toExclusiveMs, sequence);
    }

    /**
     * What {@link #samples} would give of all that was appended, in short; null when there are none. Cost: two binary searches,
     * unless time went back or the series has samples of several layouts.
     */
    public @Nullable Extent extent(int ref, long fromInclusiveMs, long toExclusiveMs) {
        return MemtableSeries.extent(columnsByRef.getOrDefault(ref, NO_COLUMNS), fromInclusiveMs, toExclusiveMs);
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
