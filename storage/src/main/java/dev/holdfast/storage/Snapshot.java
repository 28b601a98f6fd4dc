package dev.holdfast.storage;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * An immutable view of the store at one moment. Any thread; close it, since it keeps files from being deleted.
 */
public interface Snapshot extends AutoCloseable {
    /**
     * The series that satisfy every matcher and may have samples in a range, sorted by labels.
     *
     * <p>Approximate in time only: a series whose chunks touch the range is given even when no sample lies inside. What
     * a series has outside of the range may or may not be given by its cursors.
     *
     * @param matchers all must match; none means every series
     */
    List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range);

    /** The label names of the series that {@link #select} would give, sorted. */
    SortedSet<String> labelNames(Collection<SeriesMatcher> matchers, TimeRange range);

    /** The values of one label among the series that {@link #select} would give, sorted. */
    SortedSet<String> labelValues(String name, Collection<SeriesMatcher> matchers, TimeRange range);

    /** From the first sample to one millisecond after the last; empty at 0 when there is none. */
    TimeRange timeRange();

    /**
     * The stretches of time that hold samples, sorted, not touching; a stretch may contain holes shorter than a
     * partition.
     */
    List<TimeRange> populated();

    /**
     * About how many samples some ranges hold. A view of a store reads none for it: what is in memory and in files that lie
     * inside of the ranges is counted, of a file that they cut it is in proportion to time. Any other view counts them all.
     *
     * @param ranges in time order, disjoint
     */
    default long countAbout(List<TimeRange> ranges) {
        long count = 0;
        for (TimeRange range : ranges) {
            for (Series series : select(List.of(), range)) {
                SampleCursor cursor = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
                while (cursor.next()) {
                    count++;
                }
            }
        }
        return count;
    }

    /**
     * A moment at or before the first sample in a range, or its end when it has none. That of the sample itself where it is in
     * memory or the first of a file; where the range begins within a file it is its beginning. Nothing is read.
     *
     * @return milliseconds since the epoch
     */
    default long firstAbout(TimeRange range) {
        long first = range.toExclusiveMs();
        for (TimeRange stretch : populated()) {
            TimeRange common = stretch.intersect(range);
            first = common.isEmpty() ? first : Math.min(first, common.fromInclusiveMs());
        }
        return first;
    }

    /** What could not be read so far; grows as cursors meet damage. Empty when the view is whole. */
    List<Damage> damages();

    /**
     * How often something could not be read through this snapshot so far, known damage included: while it is 0, what its
     * cursors gave is all there is. A view that is not on a disk has nothing that could fail.
     */
    default long failedReads() {
        return 0;
    }

    /** What was considered, skipped and read through this snapshot so far; made at each call. */
    default ReadTrace trace() {
        return ReadTrace.NONE;
    }

    /** Lets go of the files. */
    @Override
    void close();
}
