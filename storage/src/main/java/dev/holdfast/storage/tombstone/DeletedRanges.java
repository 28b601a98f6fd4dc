package dev.holdfast.storage.tombstone;

import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is deleted of one series in one run: ranges in time order that do not touch. Immutable; any thread. Each question
 * costs a binary search.
 */
public final class DeletedRanges {
    /** Nothing is deleted. */
    public static final DeletedRanges NONE = new DeletedRanges(new long[0], new long[0]);

    private final long[] fromInclusiveMs;
    private final long[] toExclusiveMs;

    private DeletedRanges(long[] fromInclusiveMs, long[] toExclusiveMs) {
        this.fromInclusiveMs = fromInclusiveMs;
        this.toExclusiveMs = toExclusiveMs;
    }

    /** All that lies in any of some ranges, which may overlap and come in any order. */
    static DeletedRanges of(Collection<TimeRange> ranges) {
        if (ranges.isEmpty()) {
            return NONE;
        }
        List<TimeRange> sorted = new ArrayList<>(ranges);
        sorted.sort((a, b) -> Long.compare(a.fromInclusiveMs(), b.fromInclusiveMs()));
        long[] from = new long[sorted.size()];
        long[] to = new long[sorted.size()];
        int last = -1;
        for (TimeRange range : sorted) {
            if (last >= 0 && range.fromInclusiveMs() <= to[last]) {
                to[last] = Math.max(to[last], range.toExclusiveMs());
            } else {
                last++;
                from[last] = range.fromInclusiveMs();
                to[last] = range.toExclusiveMs();
            }
        }
        return new DeletedRanges(java.util.Arrays.copyOf(from, last + 1), java.util.Arrays.copyOf(to, last + 1));
    }

    /** Whether nothing is deleted. */
    public boolean isEmpty() {
        return fromInclusiveMs.length == 0;
    }

    /** Whether some millisecond of a stretch is deleted: then statistics of the stretch may not be used. */
    public boolean touches(long fromMs, long toMs) {
        int index = firstEndingAfter(fromMs);
        return index < fromInclusiveMs.length && fromInclusiveMs[index] < toMs;
    }

    /** Whether every millisecond of a stretch is deleted: then it need not be read. */
    public boolean covers(long fromMs, long toMs) {
        int index = firstEndingAfter(fromMs);
        return index < fromInclusiveMs.length && fromInclusiveMs[index] <= fromMs && toExclusiveMs[index] >= toMs;
    }

    /** The first moment at or after a time that is not deleted. */
    public long liveFrom(long timestampMs) {
        int index = firstEndingAfter(timestampMs);
        return index < fromInclusiveMs.length && fromInclusiveMs[index] <= timestampMs
                ? toExclusiveMs[index]
                : timestampMs;
    }

    private int firstEndingAfter(long timestampMs) {
        int low = 0;
        int high = toExclusiveMs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (toExclusiveMs[middle] > timestampMs) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
