package dev.holdfast.storage.sstable;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.tombstone.DeletedRanges;

/** A series of one sstable with its chunks in the order of time. Immutable; any thread. */
public final class SstableSeries {
    private final SstableReader reader;
    private final Labels labels;
    private final ChunkRef[] chunks;
    private final RollupRef[] rollups;
    private final int chunksLeftOut;

    SstableSeries(SstableReader reader, Labels labels, ChunkRef[] chunks, RollupRef[] rollups, int chunksLeftOut) {
        this.reader = reader;
        this.labels = labels;
        this.chunks = chunks;
        this.rollups = rollups;
        this.chunksLeftOut = chunksLeftOut;
    }

    /** Its identity. */
    public Labels labels() {
        return labels;
    }

    /** The file that it is in. */
    public SstableReader reader() {
        return reader;
    }

    /** Number of chunks. */
    public int chunkCount() {
        return chunks.length;
    }

    /** The chunk at an index in [0, {@link #chunkCount()}). */
    public ChunkRef chunk(int index) {
        return chunks[index];
    }

    /** How many more chunks it has in the file, outside the range for which its entry was read. */
    int chunksLeftOut() {
        return chunksLeftOut;
    }

    /** Its rows of rollups, tier by tier, in the order of time; the series', not to be changed. */
    public RollupRef[] rollups() {
        return rollups;
    }

    /** Whether a chunk touches a range. */
    public boolean mayHave(TimeRange range) {
        int index = firstChunkEndingAtOrAfter(range.fromInclusiveMs());
        return index < chunks.length && chunks[index].minTimestampMs() < range.toExclusiveMs();
    }

    /** Whether a chunk touches a range, and not all of what they have in common is deleted. */
    public boolean mayHave(TimeRange range, DeletedRanges deleted) {
        if (deleted.isEmpty()) {
            return mayHave(range);
        }
        for (int i = firstChunkEndingAtOrAfter(range.fromInclusiveMs()); i < chunks.length; i++) {
            long from = Math.max(chunks[i].minTimestampMs(), range.fromInclusiveMs());
            long to = Math.min(chunks[i].maxTimestampMs() + 1, range.toExclusiveMs());
            if (from >= to) {
                return false;
            }
            if (!deleted.covers(from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Index of the first chunk whose last sample is at or after a time; {@link #chunkCount()} when there is none. */
    public int firstChunkEndingAtOrAfter(long timestampMs) {
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks[middle].maxTimestampMs() < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
