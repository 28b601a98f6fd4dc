package dev.holdfast.storage.sstable;

import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts the samples of a series into chunks at fixed moments.
 *
 * <p>Not by count: two series of the same ticks must be cut at the same places, even where one lacks a sample, or they
 * could not share time columns. The cuts part the window of the run into as few equal pieces as give chunks of at most
 * some number of samples. One thread.
 */
public final class ChunkCutter {
    /** Samples that a chunk of a young run should have: longer chunks are denser, shorter ones cost less to look into. */
    public static final int YOUNG_SAMPLES = 2048;

    /** The same for a sealed partition, which is looked into often as long as it is recent: an hour of seconds. */
    public static final int SEALED_SAMPLES = 3600;

    /**
     * The same for windows that were merged upward. Stays below what a chunk may hold, since a stretch may be denser than
     * the series is on the whole, and what is too much is cut by count.
     */
    public static final int HISTORY_SAMPLES = 7200;

    private static final long MIN_WINDOW_MS = 1_000;

    /** A part of a piece that is due to ticks being late, not to there being more of them. */
    private static final double ROUNDING = 0.01;

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
     * The distance of the cuts for a partition whose densest series takes so many steps in such a span.
     *
     * @param targetSamples most samples that a chunk should have
     * @param steps from sample to sample, one less than there are samples in each stretch
     * @param spanMs what the steps span, milliseconds; holes between stretches are not in it
     */
    public static long windowMs(TimeRange partition, int targetSamples, long steps, long spanMs) {
        if (steps < targetSamples) {
            return partition.lengthMs();
        }
        double expected = (double) steps * partition.lengthMs() / Math.max(1, spanMs);
        long pieces = (long) Math.ceil(expected / targetSamples - ROUNDING);
        return Math.max(MIN_WINDOW_MS, (partition.lengthMs() + pieces - 1) / pieces);
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

    /** Adds the next samples of the series that the writer began last. */
    public void add(long[] times, long[] bits, int samples) throws IOException {
        int from = 0;
        while (from < samples) {
            add(times[from], bits[from]); // cuts where it is due, and says where the next cut is
            from++;
            int end = times[samples - 1] < windowEndMs ? samples : firstAtOrAfter(windowEndMs, times, from, samples);
            int taken = Math.min(end - from, timestampsMs.length - count);
            System.arraycopy(times, from, timestampsMs, count, taken);
            System.arraycopy(bits, from, valueBits, count, taken);
            count += taken;
            from += taken;
        }
    }

    private static int firstAtOrAfter(long timeMs, long[] times, int from, int to) {
        int at = Arrays.binarySearch(times, from, to, timeMs);
        return at < 0 ? -at - 1 : at;
    }

    /** Writes what is left of the series. */
    public void endSeries() throws IOException {
        if (count > 0) {
            writer.addChunk(timestampsMs, valueBits, 0, count);
            count = 0;
        }
    }
}
