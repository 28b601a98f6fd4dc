package dev.holdfast.storage.compaction;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.sstable.ChunkRef;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableFormat;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.sstable.SstableWriter;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that several runs have of a series, where they follow one another: nearly always. One that cannot be read is
 * reported and left out. One thread; used again for each series.
 */
final class ChunkSequence {
    private static final long[] NONE = {};

    private final SstableCursor.Losses losses;
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final long[] valueBits = new long[SstableFormat.MAX_CHUNK_SAMPLES];
    private final ReadTally tally = new ReadTally();
    private List<SstableSeries> parts = List.of();
    private int part;
    private int nextChunk;
    private @Nullable SstableSeries run;
    private @Nullable ChunkRef chunk;
    private long[] timestampsMs = NONE;

    ChunkSequence(SstableCursor.Losses losses) {
        this.losses = losses;
    }

    /** Begins a series; false when the runs have parts of it that overlap. */
    boolean begin(List<SstableSeries> runs) {
        parts = runs.stream()
                .filter(run -> run.chunkCount() > 0)
                .sorted(Comparator.comparingLong(run -> run.chunk(0).minTimestampMs()))
                .toList();
        part = 0;
        nextChunk = 0;
        for (int i = 1; i < parts.size(); i++) {
            SstableSeries before = parts.get(i - 1);
            if (parts.get(i).chunk(0).minTimestampMs()
                    <= before.chunk(before.chunkCount() - 1).maxTimestampMs()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the next chunk; false after the last.
     *
     * @throws IOException when the disk does not give the bytes now
     */
    boolean next() throws IOException {
        while (part < parts.size()) {
            SstableSeries of = parts.get(part);
            ChunkRef next = of.chunk(nextChunk++);
            try {
                timestampsMs = of.reader().readTimestamps(next, tally);
                of.reader().readValues(next, decoder, valueBits, tally);
                run = of;
                chunk = next;
                return true;
            } catch (CorruptionException e) {
                losses.damaged(e.damage());
            } finally {
                if (nextChunk == of.chunkCount()) {
                    nextChunk = 0;
                    part++;
                }
            }
        }
        return false;
    }

    /** The series of the run that the chunk read last is of. */
    SstableSeries run() {
        return Objects.requireNonNull(run);
    }

    /** Adds the chunk read last to the series that a writer began last, as it is encoded; its samples. */
    int copyTo(SstableWriter writer) throws IOException {
        ChunkRef from = Objects.requireNonNull(chunk);
        ByteReader encoded = run().reader().encodedValues(from, tally);
        writer.addEncoded(timestampsMs, encoded, from.length(), valueBits, from.count(), from.stats());
        return from.count();
    }

    /** Adds the samples of the chunk read last, to be cut and encoded anew; how many. */
    int addTo(Thinning thinning) throws IOException {
        int count = Objects.requireNonNull(chunk).count();
        thinning.add(timestampsMs, valueBits, count);
        return count;
    }
}
