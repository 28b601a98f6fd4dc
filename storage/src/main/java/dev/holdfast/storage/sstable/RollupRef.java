package dev.holdfast.storage.sstable;

import dev.holdfast.storage.rollup.RollupTier;
import org.jspecify.annotations.Nullable;

/**
 * Where some rows of a rollup of a series are.
 *
 * @param tier of the rows
 * @param lastTimesId number of the time column with the time of the last sample of each window
 * @param lastTimes that time column
 * @param firstTimesId number of the time column with the time of the first sample, -1 where change is not known
 * @param firstTimes that time column, or null
 * @param block number of the data block with the rows
 * @param offset of the rows in the block's payload
 * @param length bytes
 */
public record RollupRef(
        RollupTier tier,
        int lastTimesId,
        TimeColumnRef lastTimes,
        int firstTimesId,
        @Nullable TimeColumnRef firstTimes,
        int block,
        int offset,
        int length) {
    /** Number of rows. */
    public int count() {
        return lastTimes.count();
    }
}
