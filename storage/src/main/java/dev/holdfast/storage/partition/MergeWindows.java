package dev.holdfast.storage.partition;

import dev.holdfast.storage.TimeRange;

/**
 * The windows of time that runs are merged in: a partition as it is written, twelve of them, and eighty-four (two hours, a
 * day, a week). Windows begin at multiples of their length since the epoch, so that two of them nest or are apart.
 * Immutable; any thread.
 *
 * @param partitionMs length of the smallest window, milliseconds
 */
public record MergeWindows(long partitionMs) {
    /** Levels of windows. */
    public static final int LEVELS = 3;

    private static final int[] PARTITIONS = {1, 12, 84};

    /** Length of the windows of a level in [0, {@link #LEVELS}), milliseconds. */
    public long lengthMs(int level) {
        return partitionMs * PARTITIONS[level];
    }

    /** The window of a level that a moment lies in. */
    public TimeRange window(int level, long timestampMs) {
        long length = lengthMs(level);
        long from = Math.floorDiv(timestampMs, length) * length;
        return new TimeRange(from, from + length);
    }

    /** The smallest window that contains a range; the range itself when there is none. */
    public TimeRange around(TimeRange range) {
        for (int level = 0; level < LEVELS; level++) {
            TimeRange window = window(level, range.fromInclusiveMs());
            if (Partition.contains(window, range)) {
                return window;
            }
        }
        return range;
    }
}
