package dev.holdfast.storage.sstable;

import dev.holdfast.storage.TimeRange;
import java.io.IOException;

/**
 * Cuts the samples of a series into chunks at fixed moments.
 *
 * <p>Not by count: two series of the same ticks must be cut at the same places, even where one lacks a sample, or they
 * could not share time columns. The distance of the cuts is a partition halved as often as it takes to get a chunk of at
 * most {@link #TARGET_SAMPLES}, or of sealed runs {@link #SEALED_TARGET_SAMPLES}. One thread.
 */
public final class ChunkCutter {
    /** Longer chunks are denser, shorter ones cost less to look into. */
    static final int TARGET_SAMPLES = 2048;

    /** Those of sealed runs, which are kept for long. */
    static final int SEALED_TARGET_SAMPLES = Integer.getInteger("holdfast.target", 4096);

    private final SstableWriter writer;
    private final TimeRange partition;
    private final long windowMs;
    private final long[] timestampsMs = new long[SstableFormat.MAX_CHUNK_SAMPLES];
    private final long[] valueBits = new long[SstableFormat.MAX_CHUNK_SAMPLES];
    private int count;
    private long windowEndMs;

    /** Cuts for a writer at multiples of a window from the partition's start. */
    public ChunkCutter(SstableWriter writer, TimeRange partition, long windowMs) {
        this.writer = writer;
        this.partition = partition;
        this.windowMs = windowMs;
    }

    /**
     * The distance of the cuts for a partition whose densest series has so many samples in such a span.
     *
     * @param level of the run, see {@link RunInfo}
     * @param spanMs time between the first and the last of the samples, milliseconds
     */
    public static long windowMs(TimeRange partition, int level, long samples, long spanMs) {
        int target = level == RunInfo.LEVEL_SEALED ? SEALED_TARGET_SAMPLES : TARGET_SAMPLES;
        long window = partition.lengthMs();
        while (window > 1_000 && (double) samples * window / Math.max(1, spanMs) > target && samples > target / 2) {
            window = (window + 1) / 2;
        }
        return window;
    }

    /** Adds the next sample of the series that the writer began last. */
    public void add(long timestampMs, long bits) throws IOException {
        if (count > 0 && (timestampMs >= windowEndMs || count == timestampsMs.length)) {
            endSeries();
        }
        if (count == 0) {
            long window = Math.floorDiv(timestampMs - partition.fromInclusiveMs(), windowMs);
            windowEndMs = partition.fromInclusiveMs() + (window + 1) * windowMs;
        }
        timestampsMs[count] = timestampMs;
        valueBits[count] = bits;
        count++;
    }

    /** Writes what is left of the series. */
    public void endSeries() throws IOException {
        if (count > 0) {
            writer.addChunk(timestampsMs, valueBits, 0, count);
            count = 0;
        }
    }
}
