package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.tombstone.DeletedRanges;
import dev.holdfast.storage.tombstone.LiveCursor;
import java.io.IOException;
import java.util.Arrays;

/**
 * Walks the samples of one series of one sstable in a range of time, a chunk decoded at a time. A chunk that cannot be
 * read is reported and passed over. One thread.
 */
public final class SstableCursor implements SampleCursor {
    /** Takes what cannot be read. */
    public interface Losses {
        /** The bytes are not what was written. */
        void damaged(Damage damage);

        /** The disk does not give the bytes, now; perhaps it will. */
        void unreadable(String file, IOException reason);
    }

    private static final long[] NONE = {};

    private final SstableSeries series;
    private final long toExclusiveMs;
    private final Losses losses;
    private final DeletedRanges deleted;
    private final ChunkDecoder decoder;
    private long fromInclusiveMs;
    private int nextChunk;
    private long[] timestampsMs = NONE;
    private long[] valueBits = NONE;
    private int index = -1;
    private int end;
    private boolean started;

    /** From before the first sample of the range. */
    public SstableCursor(SstableSeries series, long fromInclusiveMs, long toExclusiveMs, Losses losses) {
        this(series, fromInclusiveMs, toExclusiveMs, losses, DeletedRanges.NONE, new ChunkDecoder());
    }

    /** Over the samples of the range that are not deleted; a chunk that is deleted whole is not even read. */
    public static SampleCursor live(
            SstableSeries series, long fromInclusiveMs, long toExclusiveMs, Losses losses, DeletedRanges deleted) {
        return live(series, fromInclusiveMs, toExclusiveMs, losses, deleted, new ChunkDecoder());
    }

    /** With a decoder that other cursors of the same thread use too. */
    public static SampleCursor live(
            SstableSeries series,
            long fromInclusiveMs,
            long toExclusiveMs,
            Losses losses,
            DeletedRanges deleted,
            ChunkDecoder decoder) {
        return LiveCursor.of(
                new SstableCursor(series, fromInclusiveMs, toExclusiveMs, losses, deleted, decoder), deleted);
    }

    private SstableCursor(
            SstableSeries series,
            long fromInclusiveMs,
            long toExclusiveMs,
            Losses losses,
            DeletedRanges deleted,
            ChunkDecoder decoder) {
        this.decoder = decoder;
        this.series = series;
        this.fromInclusiveMs = fromInclusiveMs;
        this.toExclusiveMs = toExclusiveMs;
        this.losses = losses;
        this.deleted = deleted;
        this.nextChunk = series.firstChunkEndingAtOrAfter(fromInclusiveMs);
    }

    @Override
    public boolean next() {
        started = true;
        index++;
        return index < end || loadNextChunk();
    }

    @Override
    public boolean seek(long timestampMs) {
        if (started && index < end && timestampsMs[index] >= timestampMs) {
            return true;
        }
        started = true;
        fromInclusiveMs = Math.max(fromInclusiveMs, timestampMs);
        if (index >= 0 && index < end && timestampsMs[end - 1] >= timestampMs) {
            index = lowerBound(index, end, timestampMs);
            return true;
        }
        nextChunk = Math.max(nextChunk, series.firstChunkEndingAtOrAfter(timestampMs));
        return loadNextChunk();
    }

    /** Decodes the next chunk that has samples in the range; false when there is none. */
    private boolean loadNextChunk() {
        while (nextChunk < series.chunkCount()) {
            ChunkRef chunk = series.chunk(nextChunk);
            if (chunk.minTimestampMs() >= toExclusiveMs) {
                break;
            }
            nextChunk++;
            if (deleted.covers(chunk.minTimestampMs(), chunk.maxTimestampMs() + 1) || !decode(chunk)) {
                continue;
            }
            index = chunk.minTimestampMs() >= fromInclusiveMs ? 0 : lowerBound(0, chunk.count(), fromInclusiveMs);
            end = chunk.maxTimestampMs() < toExclusiveMs
                    ? chunk.count()
                    : lowerBound(index, chunk.count(), toExclusiveMs);
            if (index < end) {
                return true;
            }
        }
        nextChunk = series.chunkCount();
        index = 0;
        end = 0;
        return false;
    }

    private boolean decode(ChunkRef chunk) {
        try {
            if (valueBits.length < chunk.count()) {
                valueBits = new long[chunk.count()];
            }
            timestampsMs = series.reader().readTimestamps(chunk);
            series.reader().readValues(chunk, decoder, valueBits);
            return true;
        } catch (CorruptionException e) {
            losses.damaged(e.damage());
        } catch (IOException e) {
            losses.unreadable(series.reader().name(), e);
        }
        return false;
    }

    private int lowerBound(int from, int to, long timestampMs) {
        int at = Arrays.binarySearch(timestampsMs, from, to, timestampMs);
        return at < 0 ? -at - 1 : at;
    }

    @Override
    public long timestampMs() {
        return started ? timestampsMs[index] : Long.MIN_VALUE;
    }

    @Override
    public long valueBits() {
        return valueBits[index];
    }
}
