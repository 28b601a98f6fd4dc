package dev.holdfast.storage.rollup;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.encoding.RollupEncoder;
import dev.holdfast.storage.encoding.RollupRows;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows from the samples of a series, in the order of time: those of one tier, and through it those of all coarser
 * ones, so that a sample is looked at once.
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

    private static final long EXPONENT = 0x7ff0_0000_0000_0000L;

    private final RollupTier tier;
    private final Sink sink;
    private final boolean always;
    private final @Nullable RollupBuilder coarser;
    private final Aggregate window = new Aggregate();
    private final RollupRows rows = new RollupRows();
    private long windowEndMs;
    private boolean clean;
    private long samples;

    private RollupBuilder(RollupTier tier, Sink sink, boolean always, @Nullable RollupBuilder coarser) {
        this.tier = tier;
        this.sink = sink;
        this.always = always;
        this.coarser = coarser;
    }

    /**
     * For a tier and all that are coarser, whose windows are made of its own.
     *
     * @param always make every row, since the samples will be gone; else those that are worth their room beside the samples
     */
    public static RollupBuilder from(RollupTier finest, Sink sink, boolean always) {
        RollupBuilder builder = null;
        for (int number = RollupTier.values().length; number >= finest.number(); number--) {
            builder = new RollupBuilder(RollupTier.ofNumber(number), sink, always, builder);
        }
        return Objects.requireNonNull(builder);
    }

    /** Forgets the series before. */
    public void begin() {
        window.clear();
        rows.resize(0);
        windowEndMs = Long.MIN_VALUE;
        clean = true;
        samples = 0;
        if (coarser != null) {
            coarser.begin();
        }
    }

    /** Adds samples, later than those before. */
    public void add(long[] timestampsMs, long[] valueBits, int from, int toExclusive) throws IOException {
        for (int i = from; i < toExclusive; i++) {
            long timestampMs = timestampsMs[i];
            if (timestampMs > windowEndMs) {
                endWindow();
                windowEndMs = tier.windowEndMs(timestampMs);
            }
            long bits = valueBits[i];
            window.add(timestampMs, bits);
            // The exponent of a NaN or an infinity is all ones.
            clean &= (bits & EXPONENT) != EXPONENT;
        }
    }

    /** Adds a whole window of the finer tier, which none of the windows here cuts. */
    private void add(Aggregate stretch, long endMs, boolean isClean) throws IOException {
        if (endMs > windowEndMs) {
            endWindow();
            windowEndMs = tier.windowEndMs(endMs);
        }
        window.add(stretch);
        clean &= isClean;
    }

    private void endWindow() throws IOException {
        if (coarser != null && windowEndMs > Long.MIN_VALUE) {
            coarser.add(window, windowEndMs, clean);
        }
        if (window.count() > 0 && clean && window.isFinite()) {
            if (rows.count() > 0
                    && tier.chunkNumber(windowEndMs)
                            != tier.chunkNumber(tier.windowEndMs(rows.lastTimesMs()[rows.count() - 1]))) {
                flush();
            }
            append();
        }
        window.clear();
        clean = true;
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
        if (coarser != null) {
            coarser.end();
        }
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
