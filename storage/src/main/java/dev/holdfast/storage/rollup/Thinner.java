package dev.holdfast.storage.rollup;

import java.io.IOException;
import java.util.Arrays;

/**
 * Lets through the last sample of each window of a tier, and all samples of a window that has no row: what is left is a
 * true part of what was there, and the rows say what the rest came to. Samples come in the order of time. One thread; used
 * again for each series.
 */
public final class Thinner {
    /** More samples in one window than this are let through: memory is bounded, and a row would not be made for fewer. */
    private static final int MAX_HELD = 1 << 16;

    /** Takes what is let through. */
    public interface Sink {
        /** The next sample. */
        void add(long timestampMs, long valueBits) throws IOException;
    }

    private final RollupTier tier;
    private final Sink sink;
    private long[] timestampsMs = new long[64];
    private long[] valueBits = new long[64];
    private int held;
    private boolean clean = true;
    private double magnitude;
    private long windowEndMs = Long.MIN_VALUE;

    /** For a tier. */
    public Thinner(RollupTier tier, Sink sink) {
        this.tier = tier;
        this.sink = sink;
    }

    /** Takes the next samples of the series. */
    public void add(long[] times, long[] bits, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            add(times[i], bits[i]);
        }
    }

    private void add(long timestampMs, long bits) throws IOException {
        if (timestampMs > windowEndMs) {
            end();
            windowEndMs = tier.windowEndMs(timestampMs);
        }
        if (held == MAX_HELD) {
            release(0);
            clean = false; // what is left of the window is let through as well
        }
        if (held == timestampsMs.length) {
            timestampsMs = Arrays.copyOf(timestampsMs, held * 2);
            valueBits = Arrays.copyOf(valueBits, held * 2);
        }
        timestampsMs[held] = timestampMs;
        valueBits[held++] = bits;
        double value = Double.longBitsToDouble(bits);
        magnitude += Math.abs(value);
        clean &= Double.isFinite(value);
    }

    /** Ends the series. */
    public void end() throws IOException {
        if (held > 0) {
            // Where even the magnitudes add up to something finite, there is a row.
            release(clean && Double.isFinite(magnitude) ? held - 1 : 0);
        }
        clean = true;
        magnitude = 0;
        windowEndMs = Long.MIN_VALUE;
    }

    private void release(int from) throws IOException {
        for (int i = from; i < held; i++) {
            sink.add(timestampsMs[i], valueBits[i]);
        }
        held = 0;
    }
}
