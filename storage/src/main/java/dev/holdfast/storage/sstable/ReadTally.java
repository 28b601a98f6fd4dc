package dev.holdfast.storage.sstable;

import dev.holdfast.storage.ReadCounts;
import dev.holdfast.storage.rollup.RollupTier;
import java.util.Arrays;

/**
 * Counts what becomes of one sstable while one selection reads it: once a chunk or a block, never once a sample.
 *
 * <p>Plain fields without a lock, since nothing is decided by them: exact while one thread reads, and a count may be lost
 * when several do.
 */
public final class ReadTally {
    // What became of a block; of several chunks in a block the one with the highest decides.
    private static final byte SKIPPED_BY_TIME = 1;
    private static final byte NOT_REACHED = 2;
    private static final byte SKIPPED_BY_VALUE = 3;
    private static final byte ANSWERED_BY_STATISTICS = 4;
    private static final byte ANSWERED_BY_ROLLUPS = 5;
    private static final byte READ = 6;
    private static final int FATES = 7;

    private boolean deniedByBloomFilter;
    private boolean unreadable;
    private long seriesMatched;
    private long seriesSkippedByTime;
    private long chunksConsidered;
    private long chunksSkippedByTime;
    private long chunksSkippedByValue;
    private long chunksAnsweredByStatistics;
    private long chunksAnsweredByRollups;
    private long chunksUnreadable;
    private long chunksDecoded;
    private long samplesDecoded;
    private long samplesSkippedByValue;
    private long samplesAnsweredByStatistics;
    private long rollupRowsOfMinutes;
    private long rollupRowsOfHours;
    private long samplesAnsweredByRollup;
    private long loadsFromCache;
    private long loadsFromDisk;
    private long dataBytesRead;
    private long indexBytesRead;
    private byte[] fates = {}; // by block

    /** The bloom filter says that there is nothing. */
    public void deniedByBloomFilter() {
        deniedByBloomFilter = true;
    }

    /** Whether the bloom filter said that there is nothing. */
    public boolean isDeniedByBloomFilter() {
        return deniedByBloomFilter;
    }

    /** The index cannot be read. */
    public void unreadable() {
        unreadable = true;
    }

    /** Whether the index could not be read. */
    public boolean isUnreadable() {
        return unreadable;
    }

    /** What a series, counted before, has in the range is deleted. */
    public void seriesDeleted() {
        seriesSkippedByTime++;
    }

    /** So many series satisfy the matchers, and so many of them have no chunk in the range. */
    void series(int matched, int skippedByTime) {
        seriesMatched += matched;
        seriesSkippedByTime += skippedByTime;
    }

    /**
     * A reader begins with a series: its chunks count as considered, those outside the range as skipped by time. Whoever
     * walks the chunks then says of each one what became of it, at most once.
     */
    public void considered(SstableSeries series, long fromInclusiveMs, long toExclusiveMs) {
        chunksConsidered += series.chunksLeftOut();
        chunksSkippedByTime += series.chunksLeftOut();
        for (int i = 0; i < series.chunkCount(); i++) {
            ChunkRef chunk = series.chunk(i);
            chunksConsidered++;
            if (chunk.maxTimestampMs() < fromInclusiveMs || chunk.minTimestampMs() >= toExclusiveMs) {
                skippedByTime(chunk);
            } else {
                mark(chunk.block(), NOT_REACHED);
            }
        }
    }

    /** A chunk was jumped over, or all of it is deleted. */
    public void skippedByTime(ChunkRef chunk) {
        chunksSkippedByTime++;
        mark(chunk.block(), SKIPPED_BY_TIME);
    }

    /** No value of a chunk can pass the filter. */
    public void skippedByValue(ChunkRef chunk) {
        chunksSkippedByValue++;
        samplesSkippedByValue += chunk.count();
        mark(chunk.block(), SKIPPED_BY_VALUE);
    }

    /** The statistics of a chunk were all that was needed of it. */
    public void answeredByStatistics(ChunkRef chunk) {
        chunksAnsweredByStatistics++;
        samplesAnsweredByStatistics += chunk.count();
        mark(chunk.block(), ANSWERED_BY_STATISTICS);
    }

    /** Rows stand for all that is needed of a chunk, so far. */
    void answeredByRollups(ChunkRef chunk) {
        chunksAnsweredByRollups++;
        mark(chunk.block(), ANSWERED_BY_ROLLUPS);
    }

    /** Rows were not enough for the last chunk that was said to be answered by them. */
    void notOnlyByRollups() {
        chunksAnsweredByRollups--;
    }

    /**
     * Rows of a rollup were read instead of samples.
     *
     * @param tier 1 for the finest
     * @param samples that the rows stand for
     */
    void answeredByRollup(int tier, long rows, long samples) {
        if (tier < RollupTier.HOUR.number()) {
            rollupRowsOfMinutes += rows;
        } else {
            rollupRowsOfHours += rows;
        }
        samplesAnsweredByRollup += samples;
    }

    /** A chunk was decoded. */
    public void decoded(ChunkRef chunk) {
        chunksDecoded++;
        samplesDecoded += chunk.count();
        mark(chunk.block(), READ);
    }

    /** A chunk is damaged, or the disk does not give it. */
    public void unreadable(ChunkRef chunk) {
        chunksUnreadable++;
        mark(chunk.block(), READ);
    }

    void blockFromCache(int block) {
        loadsFromCache++;
        mark(block, READ);
    }

    void blockFromDisk(int block, int frameBytes) {
        loadsFromDisk++;
        dataBytesRead += frameBytes;
        mark(block, READ);
    }

    void indexFromDisk(int bytes) {
        indexBytesRead += bytes;
    }

    private void mark(int block, byte fate) {
        if (block >= fates.length) {
            // A number that damage made up must not cost memory; the reader will refuse it.
            if (block >= SstableFormat.MAX_BLOCKS_TALLIED) {
                return;
            }
            fates = Arrays.copyOf(fates, Math.max(block + 1, Math.min(2 * fates.length, fates.length + 1024)));
        }
        if (fates[block] < fate) {
            fates[block] = fate;
        }
    }

    /** The counts until now. */
    public ReadCounts counts() {
        long[] blocks = new long[FATES];
        for (byte fate : fates) {
            blocks[fate]++;
        }
        return new ReadCounts(
                seriesMatched,
                seriesSkippedByTime,
                new ReadCounts.Chunks(
                        chunksConsidered,
                        chunksSkippedByTime,
                        chunksSkippedByValue,
                        chunksAnsweredByStatistics,
                        chunksAnsweredByRollups,
                        chunksUnreadable,
                        chunksDecoded),
                new ReadCounts.Samples(
                        samplesDecoded,
                        samplesSkippedByValue,
                        samplesAnsweredByStatistics,
                        rollupRowsOfMinutes,
                        rollupRowsOfHours,
                        samplesAnsweredByRollup),
                new ReadCounts.Blocks(
                        fates.length - blocks[0],
                        blocks[SKIPPED_BY_TIME],
                        blocks[NOT_REACHED],
                        blocks[SKIPPED_BY_VALUE],
                        blocks[ANSWERED_BY_STATISTICS],
                        blocks[ANSWERED_BY_ROLLUPS],
                        blocks[READ],
                        loadsFromCache,
                        loadsFromDisk),
                dataBytesRead,
                indexBytesRead);
    }
}
