package dev.holdfast.forwarder;

import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;

/**
 * How many samples some intervals hold: counted when they are short, else extrapolated from a few minutes of them.
 *
 * @param samples the number
 * @param exact whether it was counted
 */
public record SampleEstimate(long samples, boolean exact) {
    /** Up to this much is counted, milliseconds. */
    static final long COUNTED_MAX_MS = 600_000;

    private static final int PROBES = 8;
    private static final long PROBE_MS = 60_000;

    /** Counts or estimates. Cost: decodes ten minutes of samples at most, however long the intervals are. */
    public static SampleEstimate of(Snapshot snapshot, List<TimeRange> ranges) {
        long totalMs = Pending.lengthMs(ranges);
        if (totalMs <= COUNTED_MAX_MS) {
            long count = 0;
            for (TimeRange range : ranges) {
                count += count(snapshot, range);
            }
            return new SampleEstimate(count, true);
        }
        long counted = 0;
        long probedMs = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            TimeRange window = at(ranges, (long) (totalMs * ((probe + 0.5) / PROBES)));
            counted += count(snapshot, window);
            probedMs += window.lengthMs();
        }
        return new SampleEstimate(Math.round((double) counted / probedMs * totalMs), false);
    }

    /** The minute that begins a distance into the ranges, or what there is of it. */
    private static TimeRange at(List<TimeRange> ranges, long offsetMs) {
        long left = offsetMs;
        for (TimeRange range : ranges) {
            if (left < range.lengthMs()) {
                long from = range.fromInclusiveMs() + left;
                return new TimeRange(from, Math.min(range.toExclusiveMs(), from + PROBE_MS));
            }
            left -= range.lengthMs();
        }
        throw new IllegalArgumentException("beyond the ranges: offsetMs=" + offsetMs);
    }

    private static long count(Snapshot snapshot, TimeRange range) {
        long count = 0;
        for (Series series : snapshot.select(List.of(), range)) {
            SampleCursor cursor = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
            while (cursor.next()) {
                count++;
            }
        }
        return count;
    }
}
