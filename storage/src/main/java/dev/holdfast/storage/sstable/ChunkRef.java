package dev.holdfast.storage.sstable;

/**
 * Where the values of a chunk are, and what is known of them without reading.
 *
 * @param timeColumnId number of its time column in the file
 * @param times that time column
 * @param block number of the data block with the values
 * @param offset of the values in the block's payload
 * @param length bytes
 * @param stats of the values
 */
public record ChunkRef(int timeColumnId, TimeColumnRef times, int block, int offset, int length, ChunkStats stats) {
    /** Samples in the chunk. */
    public int count() {
        return times.count();
    }

    /** Time of the first sample, milliseconds. */
    public long minTimestampMs() {
        return times.minTimestampMs();
    }

    /** Time of the last sample, milliseconds. */
    public long maxTimestampMs() {
        return times.maxTimestampMs();
    }
}
