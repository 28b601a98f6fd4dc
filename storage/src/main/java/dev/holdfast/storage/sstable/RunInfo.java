package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the manifest knows of an sstable, and the sstable of itself, so that a lost manifest can be made again.
 *
 * @param id number of the file; of two runs with time in common the one with the larger id is newer, and its samples win
 * @param partition the window of time that all its samples lie in: a partition, or several that were merged
 * @param level 0 as written from memory or an import, 1 merged from such runs, 2 sealed, 3 sealed and dense
 * @param tier 0 with every sample; n when samples gave way to the rows of the n-th rollup tier, to save room
 * @param range from its first sample to one millisecond after its last
 * @param seriesCount series in it
 * @param sampleCount samples in it
 * @param sizeBytes size of the file
 * @param replaces ids of the runs that it was merged from
 */
public record RunInfo(
        long id,
        TimeRange partition,
        int level,
        int tier,
        TimeRange range,
        int seriesCount,
        long sampleCount,
        long sizeBytes,
        List<Long> replaces) {

    /** Level of a run that was written from memory or by an import. */
    public static final int LEVEL_YOUNG = 0;

    /** Level of a run that was merged in a partition that still takes data, or from runs that came late to a sealed one. */
    public static final int LEVEL_MERGED = 1;

    /**
     * Level of the one run that holds all of a sealed window, with rows of rollups; what overlaps it came later. Its columns are
     * packed: it will soon be merged upward. Before there was {@link #LEVEL_DENSE} they were entropy coded.
     */
    public static final int LEVEL_SEALED = 2;

    /** Level of such a run whose columns are entropy coded: it stays. */
    public static final int LEVEL_DENSE = 3;

    /** Whether it holds all of a sealed window. */
    public boolean isSealed() {
        return level >= LEVEL_SEALED;
    }

    /** With the size that the file has in the end. */
    RunInfo withSizeBytes(long bytes) {
        return new RunInfo(id, partition, level, tier, range, seriesCount, sampleCount, bytes, replaces);
    }

    /** Writes all of it, as the newest version of the sstable and of the manifest has it. */
    public void encode(ByteWriter out) {
        out.uvarint(id);
        out.u64(partition.fromInclusiveMs());
        out.u64(partition.toExclusiveMs());
        out.u8(level);
        out.u8(tier);
        out.u64(range.fromInclusiveMs());
        out.u64(range.toExclusiveMs());
        out.uvarint(seriesCount);
        out.uvarint(sampleCount);
        out.uvarint(sizeBytes);
        out.uvarint(replaces.size());
        for (long replaced : replaces) {
            out.uvarint(replaced);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param version of the file that it stands in: version 1 knew no tiers
     */
    public static RunInfo decode(ByteReader in, int version) throws CorruptionException {
        long id = in.uvarint();
        TimeRange partition = range(in);
        int level = in.u8();
        int tier = version == 1 ? 0 : in.u8();
        TimeRange range = range(in);
        int series = in.count(Integer.MAX_VALUE, "series count");
        long samples = in.uvarint();
        long size = in.uvarint();
        int count = in.count(in.remaining(), "replaced runs");
        List<Long> replaces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            replaces.add(in.uvarint());
        }
        return new RunInfo(id, partition, level, tier, range, series, samples, size, List.copyOf(replaces));
    }

    private static TimeRange range(ByteReader in) throws CorruptionException {
        long from = in.u64();
        long to = in.u64();
        if (from > to) {
            throw in.wrong("range", "ends before it begins: " + from + " to " + to);
        }
        return new TimeRange(from, to);
    }
}
