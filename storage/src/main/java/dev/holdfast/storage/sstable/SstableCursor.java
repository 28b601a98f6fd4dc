package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.ValueFilter;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.tombstone.DeletedRanges;
import dev.holdfast.storage.tombstone.LiveCursor;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks the samples of one series of one sstable in a range of time, a chunk decoded at a time. A chunk that cannot be
 * read is reported and passed over. One thread.
 *
 * <p>With a value filter, a chunk whose statistics say that none of its values can pass is not decoded; its first and last
 * sample stand for it. That is exact for whoever asks for the newest sample at a moment and drops it unless it passes:
 *
 * <ul>
 *   <li>at a moment inside such a chunk the newest sample is one of the chunk, and fails. Here it is the chunk's first, which
 *       fails too, as all its values do. Without it an older sample that passes would come to light in its place;
 *   <li>at a moment after the chunk, and before the next, the newest sample is its last, here as there;
 *   <li>a limit of age changes nothing: a stand-in that is too old leaves nothing, and nothing is what the sample that it
 *       stands for would have left.
 * </ul>
 *
 * <p>It holds as long as no other source has samples in between: between a chunk's first and last sample another source's
 * sample that passes would not be hidden by those that are missing here. Whoever merges sources must give no filter.
 * A chunk with a NaN, a stale marker for instance, has no statistics and is always decoded.
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
    private static final int STAND_INS = 2;

    private final SstableSeries series;
    private final long toExclusiveMs;
    private final ValueFilter filter;
    private final ReadTally tally;
    private final Losses losses;
    private final DeletedRanges deleted;
    private @Nullable ChunkDecoder decoder; // made when there is something to decode
    private long fromInclusiveMs;
    private int nextChunk;
    private long[] timestampsMs = NONE;
    private long[] valueBits = NONE; // shared when mayComeAgain: never written into
    private final boolean mayComeAgain;
    private int index = -1;
    private int end;
    private boolean started;

    /** Over all samples of the range that are not deleted, with a decoder that other cursors of the same thread use too. */
    public static SampleCursor live(
            SstableSeries series,
            long fromInclusiveMs,
            long toExclusiveMs,
            Losses losses,
            DeletedRanges deleted,
            ChunkDecoder decoder) {
        SstableCursor all = new SstableCursor(
                series,
                fromInclusiveMs,
                toExclusiveMs,
                losses,
                deleted,
                decoder,
                false,
                ValueFilter.ANY,
                new ReadTally());
        return LiveCursor.of(all, deleted);
    }

    /**
     * Over the samples of the range that are not deleted; a chunk that is deleted whole is not even read.
     *
     * @param filter what the newest sample at a moment has to pass; {@link ValueFilter#ANY} gives every sample. Not used where
     *     something is deleted: a sample that stands for a chunk could be among it
     * @param tally takes what becomes of the chunks
     */
    public static SampleCursor live(
            SstableSeries series,
            long fromInclusiveMs,
            long toExclusiveMs,
            Losses losses,
            DeletedRanges deleted,
            ValueFilter filter,
            ReadTally tally) {
        SstableCursor all = new SstableCursor(
                series,
                fromInclusiveMs,
                toExclusiveMs,
                losses,
                deleted,
                null,
                true,
                deleted.isEmpty() ? filter : ValueFilter.ANY,
                tally);
        return LiveCursor.of(all, deleted);
    }

    private SstableCursor(
            SstableSeries series,
            long fromInclusiveMs,
            long toExclusiveMs,
            Losses losses,
            DeletedRanges deleted,
            @Nullable ChunkDecoder decoder,
            boolean mayComeAgain,
            ValueFilter filter,
            ReadTally tally) {
        this.decoder = decoder;
        this.mayComeAgain = mayComeAgain;
        this.series = series;
        this.filter = filter;
        this.tally = tally;
        this.fromInclusiveMs = fromInclusiveMs;
        this.toExclusiveMs = toExclusiveMs;
        this.losses = losses;
        this.deleted = deleted;
        this.nextChunk = series.firstChunkEndingAtOrAfter(fromInclusiveMs);
        tally.considered(series, fromInclusiveMs, toExclusiveMs);
    }

    @Override
    public boolean next() {
        started = true;
        index++;
        return index < end || loadNextChunk();
    }

    @Override
    public int next(long[] times, long[] bits) {
        if (!next()) {
            return 0;
        }
        int count = Math.min(times.length, end - index);
        System.arraycopy(timestampsMs, index, times, 0, count);
        System.arraycopy(valueBits, index, bits, 0, count);
        index += count - 1;
        return count;
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
        int target = series.firstChunkEndingAtOrAfter(timestampMs);
        while (nextChunk < target) {
            ChunkRef passed = series.chunk(nextChunk++);
            if (passed.minTimestampMs() < toExclusiveMs) {
                tally.skippedByTime(passed);
            }
        }
        return loadNextChunk();
    }

    /** Takes the next chunk that has samples in the range; false when there is none. */
    private boolean loadNextChunk() {
        while (nextChunk < series.chunkCount()) {
            ChunkRef chunk = series.chunk(nextChunk);
            if (chunk.minTimestampMs() >= toExclusiveMs) {
                break;
            }
            nextChunk++;
            if (deleted.covers(chunk.minTimestampMs(), chunk.maxTimestampMs() + 1)) {
                tally.skippedByTime(chunk);
                continue;
            }
            int count = load(chunk);
            index = chunk.minTimestampMs() >= fromInclusiveMs ? 0 : lowerBound(0, count, fromInclusiveMs);
            end = chunk.maxTimestampMs() < toExclusiveMs ? count : lowerBound(index, count, toExclusiveMs);
            if (index < end) {
                return true;
            }
        }
        nextChunk = series.chunkCount();
        index = 0;
        end = 0;
        return false;
    }

    /** Fills the arrays with the samples of a chunk, or with those that stand for it; how many they are. */
    private int load(ChunkRef chunk) {
        ChunkStats stats = chunk.stats();
        if (!stats.known() || filter.mayPass(stats.min(), stats.max())) {
            return decode(chunk) ? chunk.count() : 0;
        }
        tally.skippedByValue(chunk);
        valueBits = new long[STAND_INS];
        timestampsMs = new long[] {chunk.minTimestampMs(), chunk.maxTimestampMs()};
        valueBits[0] = stats.firstBits();
        valueBits[1] = stats.lastBits();
        return Math.min(chunk.count(), STAND_INS);
    }

    private boolean decode(ChunkRef chunk) {
        try {
            timestampsMs = series.reader().readTimestamps(chunk, tally);
            if (mayComeAgain) {
                long[] kept = series.reader().keptValues(chunk, tally);
                valueBits = kept != null ? kept : series.reader().recentValues(chunk, decoder(), tally);
            } else {
                if (valueBits.length < chunk.count()) {
                    valueBits = new long[chunk.count()];
                }
                series.reader().readValues(chunk, decoder(), valueBits, tally);
            }
            tally.decoded(chunk);
            return true;
        } catch (CorruptionException e) {
            losses.damaged(e.damage());
        } catch (IOException e) {
            losses.unreadable(series.reader().name(), e);
        }
        tally.unreadable(chunk);
        return false;
    }

    private ChunkDecoder decoder() {
        ChunkDecoder made = decoder;
        if (made == null) {
            made = new ChunkDecoder();
            decoder = made;
        }
        return made;
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
