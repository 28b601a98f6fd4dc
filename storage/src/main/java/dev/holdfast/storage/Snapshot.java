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
