package dev.holdfast.storage.tombstone;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * One delete: the samples of some series in a range of time, in the runs that there were. Immutable.
 *
 * <p>It names its series, since storage knows no regular expressions, and its runs, since what comes later under the same
 * labels and times is not deleted.
 *
 * @param range what is deleted
 * @param beforeRunId the next run id when it was made. What a merge with a larger id writes is without the deleted samples;
 *     a merge that had its id before may not know of it, so what it writes of a run that is hit is hit too
 * @param createdMs when it was made, milliseconds since the epoch
 * @param series which series, by their labels
 * @param hits ids of the runs that hold such samples, and about how many each
 */
public record Tombstone(
        TimeRange range, long beforeRunId, long createdMs, SortedSet<Labels> series, SortedMap<Long, Long> hits) {

    /** Copies nothing: the collections must not change any more. */
    public Tombstone {
        if (range.isEmpty() || series.isEmpty()) {
            throw new IllegalArgumentException("deletes nothing: range=" + range + " series=" + series.size());
        }
        series = Collections.unmodifiableSortedSet(series);
        hits = Collections.unmodifiableSortedMap(hits);
    }

    /** With other runs. */
    Tombstone withHits(SortedMap<Long, Long> runs) {
        return new Tombstone(range, beforeRunId, createdMs, series, new TreeMap<>(runs));
    }
}
