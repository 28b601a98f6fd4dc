package dev.holdfast.storage;

import java.util.List;

/**
 * Counts and sizes of a store at one moment.
 *
 * @param seriesCount series of the newest partition
 * @param sampleCount samples, those in several runs counted in each
 * @param unflushedSampleCount those of them that only the write-ahead log and the memtable hold
 * @param partitionCount time partitions with data on disk
 * @param runCount sstables
 * @param sstableBytes their size
 * @param sstableSampleCount samples in them
 * @param walBytes size of the write-ahead log's files, preallocated room included
 * @param totalBytes size of sstables and log together
 * @param timeRange from the first sample to one millisecond after the last
 * @param degraded why samples are not durable at the moment (a full disk), or empty
 * @param refusedSampleCount samples that could not be taken since the store was opened
 * @param refusedSeriesCount requests for a new series that were refused since the store was opened, see
 *     {@link SeriesLimitException}
 * @param deletedSampleCount about how many of the samples above are deleted, and leave the disk when they are merged: counts
 *     and the range of time lag until then
 * @param damages what could not be read
 */
public record StoreStats(
        int seriesCount,
        long sampleCount,
        long unflushedSampleCount,
        int partitionCount,
        int runCount,
        long sstableBytes,
        long sstableSampleCount,
        long walBytes,
        long totalBytes,
        TimeRange timeRange,
        String degraded,
        long refusedSampleCount,
        long refusedSeriesCount,
        long deletedSampleCount,
        List<Damage> damages) {}
