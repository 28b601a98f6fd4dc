package dev.holdfast.storage.sstable;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.rollup.RollupTier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds up the samples of one series of one sstable over stretches of time, by hour rows where they fit, else minute rows,
 * else the statistics of chunks, and decodes only what none of them covers.
 *
 * <p>Stretches are asked for in the order of time; what was decoded for one is kept for the next. Nothing may lie over the
 * series: no other run, memtable or tombstone with samples of the same time. One thread.
 */
public final class SstableAggregator {
    private static final RollupTier[] COARSEST_FIRST = {RollupTier.HOUR, RollupTier.FIVE_MINUTES, RollupTier.MINUTE};

    private final SstableSeries series;
    private final boolean change;
    private final StretchTally fates;
    private final SstableCursor.Losses losses;
    private final List<TierRows> tiers = new ArrayList<>(2);
    private final ChunkDecoder decoder = new ChunkDecoder();
    private long[] timestampsMs = new long[0];
    private long[] valueBits = new long[0];
    private int decodedChunk = -1;
    private boolean decodedWhole;
    private int found; // the sample that was looked for last, in the decoded chunk

    /**
     * Over a series.
     *
     * @param range that holds all stretches that will be asked for
     * @param change whether first values and losses will be asked for, which the rows of gauges do not have
     * @param tally takes what becomes of the chunks
     */
    public SstableAggregator(
            SstableSeries series, TimeRange range, boolean change, ReadTally tally, SstableCursor.Losses losses) {
        this.series = series;
        this.change = change;
        this.losses = losses;
        this.fates = new StretchTally(series, range, tally);
        for (RollupTier tier : COARSEST_FIRST) {
            TierRows rows = new TierRows(tier);
            if (rows.refs.length > 0) {
                tiers.add(rows);
            }
        }
    }

    /** The rows of one tier, of which one chunk is decoded. */
    private final class TierRows {
        final RollupTier tier;
        final RollupRef[] refs;
        final RollupDecoder rowDecoder = new RollupDecoder();
        final RollupRows rows = new RollupRows();
        int decoded = -1;
        boolean usable;
        long[] windowEndsMs = new long[0];
        int expectedRow; // asked for in the order of time, the next is mostly the one behind the last

        TierRows(RollupTier tier) {
            this.tier = tier;
            this.refs = ofTier(tier);
        }

        /** The first chunk of rows whose last sample lies after a moment. */
        int firstAfter(long timestampMs) {
            int ref = 0;
            while (ref < refs.length && refs[ref].lastTimes().maxTimestampMs() <= timestampMs) {
                ref++;
            }
            return ref;
        }

        /** Decodes a chunk of rows; whether it serves. */
        boolean load(int ref) {
            if (decoded != ref) {
                decoded = ref;
                try {
                    series.reader().readRows(refs[ref], rowDecoder, rows, fates.tally());
                    usable = !change || rows.changeKnown();
                    findWindows();
                } catch (CorruptionException e) {
                    losses.damaged(e.damage());
                    usable = false; // the samples themselves are there
                } catch (IOException e) {
                    losses.unreadable(series.reader().name(), e);
                    usable = false;
                }
            }
            return usable;
        }

        private void findWindows() {
            expectedRow = 0;
            if (windowEndsMs.length < rows.count()) {
                windowEndsMs = new long[rows.count()];
            }
            for (int i = 0; i < rows.count(); i++) {
                windowEndsMs[i] = tier.windowEndMs(rows.lastTimesMs()[i]);
            }
        }

        /** The first row of the decoded chunk whose window begins at or after a moment. */
        int firstRowFrom(long timestampMs) {
            long firstEndMs = timestampMs + tier.windowMs();
            if (expectedRow < rows.count()
                    && windowEndsMs[expectedRow] >= firstEndMs
                    && (expectedRow == 0 || windowEndsMs[expectedRow - 1] < firstEndMs)) {
                return expectedRow;
            }
            int low = 0;
            int high = rows.count();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (windowEndsMs[middle] >= firstEndMs) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    private RollupRef[] ofTier(RollupTier tier) {
        RollupRef[] all = series.rollups();
        int from = 0;
        while (from < all.length && all[from].tier() != tier) {
            from++;
        }
        int to = from;
        while (to < all.length && all[to].tier() == tier) {
            to++;
        }
        return Arrays.copyOfRange(all, from, to);
    }

    /** Adds the samples of (fromExclusiveMs, toInclusiveMs], which lies after what was asked for before. */
    public void add(long fromExclusiveMs, long toInclusiveMs, Aggregate into) {
        cover(0, fromExclusiveMs, toInclusiveMs, into);
    }

    /** Adds a stretch by rows of a tier, and what they leave over by those below. */
    private void cover(int tierIndex, long fromMs, long toMs, Aggregate into) {
        if (fromMs >= toMs) {
            return;
        }
        if (tierIndex == tiers.size()) {
            coverByChunks(fromMs, toMs, into);
            return;
        }
        TierRows rows = tiers.get(tierIndex);
        RollupTier tier = rows.tier;
        long doneMs = fromMs;
        if (toMs - fromMs >= tier.windowMs()) {
            for (int ref = rows.firstAfter(fromMs); ref < rows.refs.length; ref++) {
                if (rows.refs[ref].lastTimes().minTimestampMs() > toMs) {
                    break;
                }
                if (rows.load(ref)) {
                    doneMs = addRows(tierIndex, rows, doneMs, toMs, into);
                }
            }
        }
        cover(tierIndex + 1, doneMs, toMs, into);
    }

    /** Adds the rows of the decoded chunk that lie in a stretch; the moment up to which all is added. */
    private long addRows(int tierIndex, TierRows source, long fromMs, long toMs, Aggregate into) {
        RollupRows rows = source.rows;
        long windowMs = source.tier.windowMs();
        long doneMs = fromMs;
        int first = source.firstRowFrom(fromMs);
        int row = first;
        long samples = 0;
        for (; row < rows.count() && source.windowEndsMs[row] <= toMs; row++) {
            long endMs = source.windowEndsMs[row];
            if (endMs - windowMs > doneMs) {
                cover(tierIndex + 1, doneMs, endMs - windowMs, into);
            }
            into.add(
                    rows.counts()[row],
                    rows.sums()[row],
                    rows.mins()[row],
                    rows.maxs()[row],
                    rows.firstTimesMs()[row],
                    rows.firsts()[row],
                    rows.lastTimesMs()[row],
                    rows.lasts()[row],
                    rows.losts()[row]);
            fates.answeredByRow(endMs - windowMs, endMs);
            samples += rows.counts()[row];
            doneMs = endMs;
        }
        source.expectedRow = row;
        fates.tally().answeredByRollup(source.tier.number(), row - first, samples);
        return doneMs;
    }

    private void coverByChunks(long fromMs, long toMs, Aggregate into) {
        for (int i = series.firstChunkEndingAtOrAfter(fromMs + 1); i < series.chunkCount(); i++) {
            ChunkRef chunk = series.chunk(i);
            if (chunk.minTimestampMs() > toMs) {
                break;
            }
            boolean inside = chunk.minTimestampMs() > fromMs && chunk.maxTimestampMs() <= toMs;
            ChunkStats stats = chunk.stats();
            if (inside && stats.isPlain() && (!change || stats.monotone())) {
                into.add(
                        chunk.count(),
                        stats.sum(),
                        stats.min(),
                        stats.max(),
                        chunk.minTimestampMs(),
                        Double.longBitsToDouble(stats.firstBits()),
                        chunk.maxTimestampMs(),
                        Double.longBitsToDouble(stats.lastBits()),
                        0);
                fates.answeredByStatistics(i);
            } else {
                addSamples(i, chunk, fromMs, toMs, into);
            }
        }
    }

    private void addSamples(int index, ChunkRef chunk, long fromMs, long toMs, Aggregate into) {
        if (!decode(index, chunk)) {
            return;
        }
        int from = lowerBound(chunk.count(), fromMs + 1);
        int to = lowerBound(chunk.count(), toMs + 1);
        if (from < to && chunk.stats().isPlain() && chunk.stats().isConstant()) {
            double value = chunk.stats().min();
            into.add(
                    to - from,
                    value * (to - from),
                    value,
                    value,
                    timestampsMs[from],
                    value,
                    timestampsMs[to - 1],
                    value,
                    0);
            return;
        }
        for (int i = from; i < to; i++) {
            into.add(timestampsMs[i], valueBits[i]);
        }
    }

    /** Reads the times of a chunk, and its values unless the statistics say them all. */
    private boolean decode(int index, ChunkRef chunk) {
        if (decodedChunk == index) {
            return decodedWhole;
        }
        decodedChunk = index;
        decodedWhole = false;
        found = 0;
        try {
            timestampsMs = series.reader().readTimestamps(chunk, fates.tally());
            if (chunk.stats().isPlain() && chunk.stats().isConstant()) {
                fates.answeredByStatistics(index);
            } else {
                valueBits = series.reader().recentValues(chunk, decoder, fates.tally());
                fates.decoded(index);
            }
            decodedWhole = true;
            return true;
        } catch (CorruptionException e) {
            losses.damaged(e.damage());
        } catch (IOException e) {
            losses.unreadable(series.reader().name(), e);
        }
        fates.unreadable(index);
        return false;
    }

    /** The first sample at or after a moment; mostly a few behind the one found last, since moments come in order. */
    private int lowerBound(int count, long timestampMs) {
        int low = Math.min(found, count);
        if (low > 0 && timestampsMs[low - 1] >= timestampMs) {
            low = 0;
        }
        int high = low;
        int stride = 1;
        while (high < count && timestampsMs[high] < timestampMs) {
            low = high + 1;
            high += stride;
            stride <<= 1;
        }
        int at = Arrays.binarySearch(timestampsMs, low, Math.min(high, count), timestampMs);
        found = at < 0 ? -at - 1 : at;
        return found;
    }
}
