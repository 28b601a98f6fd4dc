package dev.holdfast.storage.rollup;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.encoding.RollupEncoder;
import dev.holdfast.storage.encoding.RollupRows;
import java.io.IOException;

/**
 * Makes the rows of one tier from the samples of a series, in the order of time.
 *
 * <p>A window with a NaN (a stale marker, say) or an infinity gets no row: readers find the samples themselves there. One
 * thread; used again for each series.
 */
public final class RollupBuilder {
    /** Takes what is made. */
    public interface Sink {
        /** Rows that belong into one chunk; the builder's, and valid during the call. */
        void rows(RollupTier tier, RollupRows rows) throws IOException;
    }

    private final RollupTier tier;
    private final Sink sink;
    private final boolean always;
    private final Aggregate window = new Aggregate();
    private final RollupRows rows = new RollupRows();
    private long windowEndMs;
    private boolean clean;
    private long samples;

    /** For a tier, of which only those rows are made that are worth their room beside the samples. */
    public RollupBuilder(RollupTier tier, Sink sink) {
        this(tier, sink, false);
    }

    /**
     * For a tier.
     *
     * @param always make every row, since the samples will be gone
     */
    public RollupBuilder(RollupTier tier, Sink sink, boolean always) {
        this.tier = tier;
        this.sink = sink;
        this.always = always;
    }

    /** Forgets the series before. */
    public void begin() {
        window.clear();
        rows.resize(0);
        windowEndMs = Long.MIN_VALUE;
        samples = 0;
    }

    /** Adds a sample, later than those before. */
    public void add(long timestampMs, long valueBits) throws IOException {
        if (timestampMs > windowEndMs) {
            endWindow();
            windowEndMs = tier.windowEndMs(timestampMs);
            clean = true;
        }
        window.add(timestampMs, valueBits);
        // The exponent of a NaN or an infinity is all ones.
        clean &= (valueBits & 0x7ff0_0000_0000_0000L) != 0x7ff0_0000_0000_0000L;
    }

    private void endWindow() throws IOException {
        if (window.count() > 0 && clean && !Double.isInfinite(window.sum())) {
            if (rows.count() > 0
                    && tier.chunkNumber(windowEndMs)
                            != tier.chunkNumber(tier.windowEndMs(rows.lastTimesMs()[rows.count() - 1]))) {
                flush();
            }
            append();
        }
        window.clear();
    }

    private void append() {
        int row = rows.count();
        rows.resize(row + 1);
        rows.firstTimesMs()[row] = window.firstTimeMs();
        rows.lastTimesMs()[row] = window.lastTimeMs();
        rows.counts()[row] = window.count();
        rows.sums()[row] = window.sum();
        rows.mins()[row] = window.min();
        rows.maxs()[row] = window.max();
        rows.firsts()[row] = window.first();
        rows.lasts()[row] = window.last();
        rows.losts()[row] = window.lost();
        samples += window.count();
    }

    /** Ends the series. */
    public void end() throws IOException {
        endWindow();
        flush();
    }

    /** Of a value that never changes the statistics of chunks say it all. */
    private boolean isConstant() {
        long bits = Double.doubleToRawLongBits(rows.lasts()[0]);
        for (int i = 0; i < rows.count(); i++) {
            if (Double.doubleToRawLongBits(rows.mins()[i]) != bits
                    || Double.doubleToRawLongBits(rows.maxs()[i]) != bits) {
                return false;
            }
        }
        return true;
    }

    private void flush() throws IOException {
        boolean worthIt = rows.count() >= tier.minRows() && tier.suits(samples, rows.count()) && !isConstant();
        if (rows.count() > 0 && (always || worthIt)) {
            rows.changeKnown(RollupEncoder.isCounter(rows));
            sink.rows(tier, rows);
        }
        rows.resize(0);
        samples = 0;
    }
}
