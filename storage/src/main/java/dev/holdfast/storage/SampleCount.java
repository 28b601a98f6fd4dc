package dev.holdfast.storage;

import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;

/**
 * How many samples some ranges of time hold, by what is known without reading one: the counts that the manifest has of each
 * run, and the times of the ticks in memory.
 *
 * <p>Exact for memtables, and for runs that lie inside of the ranges or outside; a run that is cut counts in proportion to
 * time, so that the error is at most what the cut runs hold. Samples that several runs have count for each. Cost: a few
 * binary searches a run and a layout of ticks; nothing is read from disk.
 */
final class SampleCount {
    private final long[] from;
    private final long[] to;
    // Of the ranges before each, and of all; in doubles, which cannot overflow at the ends of time.
    private final double[] lengthBefore;

    private SampleCount(List<TimeRange> ranges) {
        from = new long[ranges.size()];
        to = new long[ranges.size()];
        lengthBefore = new double[ranges.size() + 1];
        for (int i = 0; i < from.length; i++) {
            TimeRange range = ranges.get(i);
            if (i > 0 && range.fromInclusiveMs() < to[i - 1]) {
                throw new IllegalArgumentException(
                        "not disjoint, or not in time order: " + ranges.get(i - 1) + ", " + range);
            }
            from[i] = range.fromInclusiveMs();
            to[i] = range.toExclusiveMs();
            lengthBefore[i + 1] = lengthBefore[i] + length(from[i], to[i]);
        }
    }

    /**
     * The number.
     *
     * @param sequence what was appended to the memtables after it does not count
     * @param ranges in time order, disjoint
     */
    static long of(Version version, List<Memtable> memtables, long sequence, List<TimeRange> ranges) {
        SampleCount count = new SampleCount(ranges);
        double inRuns = 0;
        for (Run run : version.runs()) {
            RunInfo info = run.info();
            double common = count.lengthIn(info.range());
            if (common > 0) {
                long deleted = version.tombstones().deletedSamples(info.id());
                long there = Math.max(0, info.sampleCount() - deleted);
                inRuns += there
                        * common
                        / length(info.range().fromInclusiveMs(), info.range().toExclusiveMs());
            }
        }
        long total = Math.round(inRuns);
        for (Memtable memtable : memtables) {
            total += memtable.sampleCount(count.from, count.to, sequence);
        }
        return total;
    }

    /** Length that a range has in common with all of them, milliseconds. */
    private double lengthIn(TimeRange range) {
        return lengthBefore(range.toExclusiveMs()) - lengthBefore(range.fromInclusiveMs());
    }

    /** Length of what lies before a moment, milliseconds. */
    private double lengthBefore(long momentMs) {
        int low = 0;
        int high = from.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (from[middle] < momentMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // low is the number of ranges that begin before the moment; the last of them may end after it.
        return low == 0 ? 0 : lengthBefore[low] - Math.max(0, length(momentMs, to[low - 1]));
    }

    private static double length(long fromMs, long toMs) {
        return (double) toMs - fromMs;
    }

    /** The end of a range when nothing is there, else a moment in it before which it has no samples. */
    static long firstMs(Version version, List<Memtable> memtables, long sequence, TimeRange range) {
        long first = range.toExclusiveMs();
        for (Run run : version.runs()) {
            TimeRange common = run.info().range().intersect(range);
            if (!common.isEmpty()) {
                first = Math.min(first, common.fromInclusiveMs());
            }
        }
        for (Memtable memtable : memtables) {
            first = Math.min(first, memtable.firstTimestampMs(range, sequence));
        }
        return first;
    }
}
