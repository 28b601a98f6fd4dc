package dev.holdfast.forwarder;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic on lists of disjoint intervals in time order. Pure. */
final class Pending {
    /**
     * Holes up to this between the stretches that hold samples are sent along, which costs nothing: each file ends with its
     * last sample and the next begins with its first, and a ledger with a hole for each file would not be short.
     */
    private static final long HOLE_MS = 600_000;

    private Pending() {}

    /** The stretches that hold samples, with small holes. */
    static List<TimeRange> joined(List<TimeRange> populated) {
        List<TimeRange> result = new ArrayList<>();
        for (TimeRange stretch : populated) {
            int last = result.size() - 1;
            if (last >= 0 && stretch.fromInclusiveMs() - result.get(last).toExclusiveMs() <= HOLE_MS) {
                result.set(last, new TimeRange(result.get(last).fromInclusiveMs(), stretch.toExclusiveMs()));
            } else {
                result.add(stretch);
            }
        }
        return result;
    }

    /** What a ledger does not cover of the stretches that hold samples. */
    static List<TimeRange> of(List<TimeRange> populated, IntervalLedger intervals) {
        List<TimeRange> result = new ArrayList<>();
        for (TimeRange stretch : joined(populated)) {
            result.addAll(intervals.pending(stretch));
        }
        return result;
    }

    /** The ranges less what one of them has in common with another. */
    static List<TimeRange> without(List<TimeRange> ranges, TimeRange taken) {
        if (taken.isEmpty()) {
            return ranges;
        }
        List<TimeRange> result = new ArrayList<>(ranges.size() + 1);
        for (TimeRange range : ranges) {
            if (!range.overlaps(taken)) {
                result.add(range);
                continue;
            }
            if (range.fromInclusiveMs() < taken.fromInclusiveMs()) {
                result.add(new TimeRange(range.fromInclusiveMs(), taken.fromInclusiveMs()));
            }
            if (range.toExclusiveMs() > taken.toExclusiveMs()) {
                result.add(new TimeRange(taken.toExclusiveMs(), range.toExclusiveMs()));
            }
        }
        return result;
    }

    /** What the ranges have in common with a window. */
    static List<TimeRange> within(List<TimeRange> ranges, TimeRange window) {
        List<TimeRange> result = new ArrayList<>();
        for (TimeRange range : ranges) {
            TimeRange common = range.intersect(window);
            if (!common.isEmpty()) {
                result.add(common);
            }
        }
        return result;
    }

    /** Total length, milliseconds. */
    static long lengthMs(List<TimeRange> ranges) {
        return ranges.stream().mapToLong(TimeRange::lengthMs).sum();
    }
}
