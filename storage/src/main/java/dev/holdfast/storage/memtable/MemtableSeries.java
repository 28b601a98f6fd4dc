package dev.holdfast.storage.memtable;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One series of a memtable, and the columns that it has there: one in each layout that it was part of. Any thread. */
public final class MemtableSeries {
    private final Labels labels;
    private final Column[] columns;

    /** A series in a group. */
    record Column(TickGroup group, int index) {}

    MemtableSeries(Labels labels, Column[] columns) {
        this.labels = labels;
        this.columns = columns;
    }

    /** Its identity. */
    public Labels labels() {
        return labels;
    }

    /** Whether it may have samples in a range. */
    public boolean mayHave(TimeRange range) {
        for (Column column : columns) {
            if (column.group.minTimestampMs() < range.toExclusiveMs()
                    && column.group.maxTimestampMs() >= range.fromInclusiveMs()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The samples in a range that were appended at or before a sequence number, in time order, the newest of each millisecond;
     * null when there are none.
     */
    public Memtable.@Nullable Samples samples(long fromInclusiveMs, long toExclusiveMs, long sequence) {
        return samples(columns, fromInclusiveMs, toExclusiveMs, sequence);
    }

    /**
     * Adds the newest sample in a range that was appended at or before a sequence number, and perhaps older ones before it.
     * Cost: a look at the last rows, unless time went back.
     */
    public void newest(long fromInclusiveMs, long toExclusiveMs, long sequence, Aggregate into) {
        if (columns.length == 1 && columns[0].group.isInTimeOrder()) {
            TickGroup group = columns[0].group;
            int row = group.firstRowAtOrAfter(toExclusiveMs, group.rowsUpTo(sequence)) - 1;
            if (row >= 0 && group.timestampMs(row) >= fromInclusiveMs) {
                into.add(group.timestampMs(row), group.valueBits(columns[0].index, row));
            }
            return;
        }
        Memtable.Samples samples = samples(fromInclusiveMs, toExclusiveMs, sequence);
        if (samples != null) {
            int last = samples.timestampsMs().length - 1;
            into.add(samples.timestampsMs()[last], samples.valueBits()[last]);
        }
    }

    static Memtable.@Nullable Samples samples(Column[] columns, long fromMs, long toMs, long sequence) {
        if (columns.length == 1 && columns[0].group.isInTimeOrder()) {
            return ordered(columns[0], fromMs, toMs, sequence);
        }
        return columns.length == 0 ? null : sorted(columns, fromMs, toMs, sequence);
    }

    /** What {@link #samples} would give, in short; null when there are none. */
    static Memtable.@Nullable Extent extent(Column[] columns, long fromMs, long toMs) {
        if (columns.length == 1 && columns[0].group.isInTimeOrder()) {
            TickGroup group = columns[0].group;
            int rows = group.rowsUpTo(Long.MAX_VALUE);
            int first = group.firstRowAtOrAfter(fromMs, rows);
            int last = group.firstRowAtOrAfter(toMs, rows) - 1;
            return first > last
                    ? null
                    : new Memtable.Extent(last - first + 1, group.timestampMs(last) - group.timestampMs(first));
        }
        Memtable.Samples samples = samples(columns, fromMs, toMs, Long.MAX_VALUE);
        return samples == null ? null : samples.extent();
    }

    private static Memtable.@Nullable Samples ordered(Column column, long fromMs, long toMs, long sequence) {
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
        return new Memtable.Samples(times, bits);
    }

    private static Memtable.@Nullable Samples sorted(Column[] columns, long fromMs, long toMs, long sequence) {
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
        return new Memtable.Samples(Arrays.copyOf(times, count), Arrays.copyOf(bits, count));
    }
}
