package dev.holdfast.storage.compaction;

import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.sstable.SstableFormat;
import dev.holdfast.storage.sstable.SstableSeries;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries a series from the inputs of a merge to its result, some samples at a time. One thread; used again for each series.
 */
final class SeriesTransfer {
    /** Begins the series in the result, when its first samples are there: one that is damaged or deleted whole is left out. */
    interface Begin {
        void begin() throws IOException;
    }

    private final CompactionJob.Output output;
    private final ChunkSequence chunks;
    private final long[] timestampsMs = new long[SstableFormat.MAX_CHUNK_SAMPLES];
    private final long[] valueBits = new long[SstableFormat.MAX_CHUNK_SAMPLES];
    private @Nullable Begin begin;
    private @Nullable SampleCursor samples;
    private Predicate<SstableSeries> asItIs = run -> false;
    private boolean underWay;

    SeriesTransfer(CompactionJob.Output output, ChunkSequence chunks) {
        this.output = output;
        this.chunks = chunks;
    }

    /** Begins a series whose parts overlap, or lack what is deleted. */
    void open(SampleCursor merged, Begin atFirst) {
        samples = merged;
        begin = atFirst;
        underWay = true;
    }

    /**
     * Begins a series whose chunks follow one another.
     *
     * @param dense of which runs they go to the result as they are encoded
     */
    void open(Predicate<SstableSeries> dense, Begin atFirst) {
        samples = null;
        asItIs = dense;
        begin = atFirst;
        underWay = true;
    }

    /** Whether a series was begun and is not at its end. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Carries over the next samples; how many, 0 at the end of the series. */
    int next() throws IOException {
        SampleCursor merged = samples;
        int count = merged == null ? 0 : merged.next(timestampsMs, valueBits);
        boolean more = merged == null ? chunks.next() : count > 0;
        if (!more) {
            underWay = false;
            if (begin == null) {
                output.thinning().end();
                output.cutter().endSeries();
            }
            return 0;
        }
        if (begin != null) {
            begin.begin();
            begin = null;
        }
        if (merged != null) {
            output.thinning().add(timestampsMs, valueBits, count);
            return count;
        }
        if (asItIs.test(chunks.run())) {
            output.cutter().endSeries(); // of what came before
            return chunks.copyTo(output.writer());
        }
        return chunks.addTo(output.thinning());
    }
}
