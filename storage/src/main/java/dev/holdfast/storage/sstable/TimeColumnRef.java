package dev.holdfast.storage.sstable;

/**
 * Where the timestamps of some chunks are, and what is known of them without reading.
 *
 * @param block number of the data block
 * @param offset of the column in the block's payload
 * @param length bytes
 * @param count timestamps
 * @param minTimestampMs the first
 * @param maxTimestampMs the last
 */
public record TimeColumnRef(int block, int offset, int length, int count, long minTimestampMs, long maxTimestampMs) {}
