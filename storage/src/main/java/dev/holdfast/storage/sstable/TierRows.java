package dev.holdfast.storage.sstable;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.encoding.RollupDecoder;
import dev.holdfast.storage.encoding.RollupRows;
import dev.holdfast.storage.rollup.RollupTier;
import java.io.IOException;

/**
 * The rows that a series has of one tier, one chunk of which is decoded. Used for one series after another, so that its
 * arrays are made once. One thread.
 */
final class TierRows {
    private final RollupTier tier;
    private final long windowMs;
    private final RollupDecoder decoder;
    private final RollupRows rows = new RollupRows();
    private RollupRef[] refs = {};
    private int from; // the tier's places among all of the series
    private int to;
    private int decoded = -1;
    private boolean usable;
    private long[] windowEndsMs = {};
    private int expectedRow; // asked for in the order of time, the next is mostly the one behind the last

    TierRows(RollupTier tier, RollupDecoder decoder) {
        this.tier = tier;
        this.windowMs = tier.windowMs();
        this.decoder = decoder;
    }

    /** Begins with another series; whether it has rows. */
    boolean begin(RollupRef[] ofSeries) {
        refs = ofSeries;
        decoded = -1;
        from = 0;
        while (from < refs.length && refs[from].tier() != tier) {
            from++;
        }
        to = from;
        while (to < refs.length && refs[to].tier() == tier) {
            to++;
        }
        return from < to;
    }

    long windowMs() {
        return windowMs;
    }

    int number() {
        return tier.number();
    }

    RollupRows rows() {
        return rows;
    }

    /** The end of a row's window. */
    long windowEndMs(int row) {
        return windowEndsMs[row];
    }

    /** The row that will be asked for next. */
    void expect(int row) {
        expectedRow = row;
    }

    /** The first chunk of rows whose last sample lies after a moment. */
    int firstAfter(long timestampMs) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (refs[middle].lastTimes().maxTimestampMs() <= timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a chunk of rows has some that end at or before a moment. */
    boolean begins(int ref, long timestampMs) {
        return ref < to && refs[ref].lastTimes().minTimestampMs() <= timestampMs;
    }

    /** Decodes a chunk of rows; whether it serves. */
    boolean load(int ref, SstableReader reader, boolean change, ReadTally tally, SstableCursor.Losses losses) {
        if (decoded != ref) {
            decoded = ref;
            try {
                reader.readRows(refs[ref], decoder, rows, tally);
                usable = !change || rows.changeKnown();
                findWindows();
            } catch (CorruptionException e) {
                losses.damaged(e.damage());
                usable = false; // the samples themselves are there
            } catch (IOException e) {
                losses.unreadable(reader.name(), e);
                usable = false;
            }
        }
        return usable;
    }

    private void findWindows() {
        expectedRow = 0;
        int count = rows.count();
        if (windowEndsMs.length < count) {
            windowEndsMs = new long[count];
        }
        long[] lastTimesMs = rows.lastTimesMs();
        long endMs = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long lastMs = lastTimesMs[i];
            // Mostly the window behind the one before: a division less.
            endMs = endMs < lastMs && lastMs <= endMs + windowMs ? endMs + windowMs : tier.windowEndMs(lastMs);
            windowEndsMs[i] = endMs;
        }
    }

    /** The first row of the decoded chunk whose window begins at or after a moment. */
    int firstRowFrom(long timestampMs) {
        long firstEndMs = timestampMs + windowMs;
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

    /**
     * As long as each stretch is the window of the row that is expected, and that row the only one of its window, adds row by row.
     * Neither the last row of a chunk nor what follows a hole is added so: others see what there is.
     *
     * @param fromExclusiveMs where stretches begin
     * @param toInclusiveMs where they end
     * @param first stretch to add to
     * @param end behind the last
     * @return the first stretch that got nothing
     */
    int addEach(
            long[] fromExclusiveMs, long[] toInclusiveMs, int first, int end, Aggregate[] into, StretchTally fates) {
        int lastRow = rows.count() - 1;
        if (decoded < 0 || !usable || expectedRow >= lastRow) {
            return first;
        }
        long[] endsMs = windowEndsMs;
        long[] counts = rows.counts();
        double[] sums = rows.sums();
        double[] mins = rows.mins();
        double[] maxs = rows.maxs();
        double[] firsts = rows.firsts();
        double[] lasts = rows.lasts();
        double[] losts = rows.losts();
        long[] firstTimesMs = rows.firstTimesMs();
        long[] lastTimesMs = rows.lastTimesMs();
        int row = expectedRow;
        int added = 0;
        long samples = 0;
        int i = first;
        while (i < end && row < lastRow) {
            long endMs = endsMs[row];
            if (endMs <= fromExclusiveMs[i]) {
                row++; // between two stretches
                continue;
            }
            if (endMs != toInclusiveMs[i]
                    || endMs - windowMs != fromExclusiveMs[i]
                    || endsMs[row + 1] == endMs
                    || (row > 0 && endsMs[row - 1] == endMs)) {
                break;
            }
            into[i].add(
                    counts[row],
                    sums[row],
                    mins[row],
                    maxs[row],
                    firstTimesMs[row],
                    firsts[row],
                    lastTimesMs[row],
                    lasts[row],
                    losts[row]);
            fates.answeredByRow(endMs - windowMs, endMs);
            samples += counts[row];
            added++;
            row++;
            i++;
        }
        expectedRow = row;
        fates.tally().answeredByRollup(tier.number(), added, samples);
        return i;
    }
}
