package dev.holdfast.storage.sstable;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.encoding.ChunkDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import java.io.IOException;
import java.util.Arrays;

/**
 * Adds up the samples of one series of one sstable over stretches of time, by hour rows where they fit, else minute rows,
 * else the statistics of chunks, and decodes only what none of them covers.
 *
 * <p>Stretches are asked for in the order of time; what was decoded for one is kept for the next. Nothing may lie over the
 * series: no other run, memtable or tombstone with samples of the same time. One thread.
 */
public final class SstableAggregator {
    private final SstableSeries series;
    private final boolean change;
    private final StretchTally fates;
    private final SstableCursor.Losses losses;
    private final TierRows[] tiers = new TierRows[AggregationBuffers.tiers()];
    private final int tierCount;
    private final ChunkDecoder decoder;
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
     * @param buffers the aggregator's until another is made with them
     */
    public SstableAggregator(
            SstableSeries series,
            TimeRange range,
            boolean change,
            ReadTally tally,
            SstableCursor.Losses losses,
            AggregationBuffers buffers) {
        this.series = series;
        this.change = change;
        this.losses = losses;
        this.fates = new StretchTally(series, range, tally);
        this.decoder = buffers.chunkDecoder();
        this.tierCount = buffers.begin(series, tiers);
    }

    /**
     * Adds the samples of some stretches (from, to], in the order of time.
     *
     * @param first stretch to add to
     * @param end behind the last
     */
    public void add(long[] fromExclusiveMs, long[] toInclusiveMs, int first, int end, Aggregate[] into) {
        int i = first;
        while (i < end) {
            int before = i;
            // Stretches that are windows of rows: a dashboard's that fits, or a downsampling.
            for (int tier = 0; tier < tierCount && i == before; tier++) {
                if (toInclusiveMs[i] - fromExclusiveMs[i] == tiers[tier].windowMs()) {
                    i = tiers[tier].addEach(fromExclusiveMs, toInclusiveMs, i, end, into, fates);
                }
            }
            if (i == before) {
                add(fromExclusiveMs[i], toInclusiveMs[i], into[i]);
                i++;
            }
        }
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
        if (tierIndex == tierCount) {
            coverByChunks(fromMs, toMs, into);
            return;
        }
        TierRows rows = tiers[tierIndex];
        long doneMs = fromMs;
        if (toMs - fromMs >= rows.windowMs()) {
            for (int ref = rows.firstAfter(fromMs); rows.begins(ref, toMs); ref++) {
                if (rows.load(ref, series.reader(), change, fates.tally(), losses)) {
                    doneMs = addRows(tierIndex, rows, doneMs, toMs, into);
                }
            }
        }
        cover(tierIndex + 1, doneMs, toMs, into);
    }

    /** Adds the rows of the decoded chunk that lie in a stretch; the moment up to which all is added. */
    private long addRows(int tierIndex, TierRows source, long fromMs, long toMs, Aggregate into) {
        RollupRows rows = source.rows();
        long windowMs = source.windowMs();
        long doneMs = fromMs;
        int first = source.firstRowFrom(fromMs);
        int row = first;
        long samples = 0;
        for (; row < rows.count() && source.windowEndMs(row) <= toMs; row++) {
            long endMs = source.windowEndMs(row);
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
        source.expect(row);
        fates.tally().answeredByRollup(source.number(), row - first, samples);
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
