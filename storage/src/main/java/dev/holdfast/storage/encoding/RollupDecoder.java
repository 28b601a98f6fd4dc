package dev.holdfast.storage.encoding;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import java.util.Arrays;

/**
 * Reads what {@link RollupEncoder} wrote. Any bytes give rows or a {@link CorruptionException}; time and memory are bounded
 * by the count that is asked for. One thread; reusable.
 */
public final class RollupDecoder {
    private final ChunkDecoder chunks = new ChunkDecoder();
    private long[] lasts = new long[0];
    private long[] lows = new long[0];
    private long[] highs = new long[0];
    private long[] firsts = new long[0];
    private long[] sums = new long[0];

    /** A decoder with its own scratch arrays. */
    public RollupDecoder() {}

    /** Fills rows, all but their times. */
    public void decode(ByteReader in, int count, RollupRows into) throws CorruptionException {
        if (count < 1 || count > ChunkFormat.MAX_SAMPLES) {
            throw new IllegalArgumentException("count=" + count);
        }
        into.resize(count);
        if (lasts.length < count) {
            lasts = new long[count];
            lows = new long[count];
            highs = new long[count];
            firsts = new long[count];
            sums = new long[count];
        }
        int flags = in.u8();
        boolean monotone = (flags & RollupFormat.MONOTONE) != 0;
        boolean change = (flags & RollupFormat.HAS_CHANGE) != 0;
        boolean plain = (flags & RollupFormat.PLAIN) != 0;
        boolean plainSums = (flags & RollupFormat.PLAIN_SUMS) != 0;
        if (!RollupFormat.isPossible(flags)) {
            throw in.wrong("rollup flags", "found " + flags);
        }
        readCounts(in, count, into);
        into.changeKnown(monotone || change);
        if (plain) {
            readPlain(in, count, into, monotone, change);
        } else {
            readScaled(in, count, into, flags);
        }
        if (monotone) {
            System.arraycopy(into.lasts(), 0, into.maxs(), 0, count);
            System.arraycopy(into.mins(), 0, into.firsts(), 0, count);
        }
        if (change) {
            readDoubles(in, count, into.losts());
        } else {
            Arrays.fill(into.losts(), 0, count, 0);
        }
        if (plainSums) {
            readDoubles(in, count, into.sums());
        }
    }

    private void readPlain(ByteReader in, int count, RollupRows into, boolean monotone, boolean change)
            throws CorruptionException {
        readDoubles(in, count, into.lasts());
        readDoubles(in, count, into.mins());
        if (!monotone) {
            readDoubles(in, count, into.maxs());
        }
        if (change) {
            readDoubles(in, count, into.firsts());
        }
    }

    private void readDoubles(ByteReader in, int count, double[] into) throws CorruptionException {
        chunks.decode(in, count, lasts, 0);
        for (int i = 0; i < count; i++) {
            into[i] = Double.longBitsToDouble(lasts[i]);
        }
    }

    private static void readCounts(ByteReader in, int count, RollupRows into) throws CorruptionException {
        long[] counts = into.counts();
        PackedColumn.read(in, counts, count);
        long bad = 0; // its sign, when one is less than 1 or more than an int
        for (int i = 0; i < count; i++) {
            bad |= (counts[i] - 1) | (Integer.MAX_VALUE - counts[i]) | counts[i];
        }
        if (bad < 0) {
            for (int i = 0; i < count; i++) {
                if (counts[i] < 1 || counts[i] > Integer.MAX_VALUE) {
                    throw in.wrong("samples of a row", "found " + counts[i]);
                }
            }
        }
    }

    /** Integers in the scratch arrays become doubles where they belong, in one pass. */
    private void readScaled(ByteReader in, int count, RollupRows into, int flags) throws CorruptionException {
        boolean monotone = (flags & RollupFormat.MONOTONE) != 0;
        int mapping = in.u8();
        Scale scale = Scale.hasParameter(mapping) ? ChunkDecoder.readScale(mapping, in) : Scale.byId(mapping);
        if (scale == null) {
            throw in.wrong("rollup mapping", "found " + mapping);
        }
        long first = in.varint();
        long divisor = in.uvarint();
        PackedColumn.read(in, lasts, count);
        if (monotone) {
            readSteps(in, count, lows);
        } else {
            PackedColumn.read(in, lows, count);
            PackedColumn.read(in, highs, count);
            if ((flags & RollupFormat.OWN_LOWS) == 0) {
                for (int i = 0; i < count; i++) {
                    lows[i] = lasts[i] - lows[i];
                }
            }
            if ((flags & RollupFormat.OWN_HIGHS) == 0) {
                for (int i = 0; i < count; i++) {
                    highs[i] += lasts[i];
                }
            }
            if ((flags & RollupFormat.HAS_CHANGE) != 0) {
                readSteps(in, count, firsts);
                scale.restoreAll(firsts, count, first, divisor, into.firsts());
            }
        }
        if ((flags & RollupFormat.PLAIN_SUMS) == 0) {
            readSums(in, count, into.counts(), monotone ? lasts : highs, flags);
            for (int i = 0; i < count; i++) {
                sums[i] = into.counts()[i] * first + divisor * sums[i];
            }
            scale.restoreAll(sums, count, 0, 1, into.sums());
        }
        scale.restoreAll(lasts, count, first, divisor, into.lasts());
        scale.restoreAll(lows, count, first, divisor, into.mins());
        if (!monotone) {
            scale.restoreAll(highs, count, first, divisor, into.maxs());
        }
    }

    /** Leaves the sums of the reduced integers. */
    private void readSums(ByteReader in, int count, long[] counts, long[] highest, int flags)
            throws CorruptionException {
        if ((flags & RollupFormat.OWN_SUMS) != 0) {
            long mean = in.varint();
            PackedColumn.read(in, sums, count);
            for (int i = 0; i < count; i++) {
                sums[i] += counts[i] * mean;
            }
            return;
        }
        PackedColumn.read(in, sums, count);
        boolean half = (flags & RollupFormat.HALF_SUMS) != 0;
        for (int i = 0; i < count; i++) {
            long middle = counts[i] * (lows[i] + highest[i]);
            sums[i] = ((half ? 2 * sums[i] + (middle & 1) : sums[i]) + middle) >> 1;
        }
    }

    private void readSteps(ByteReader in, int count, long[] target) throws CorruptionException {
        PackedColumn.read(in, target, count);
        for (int i = 0; i < count; i++) {
            target[i] += lasts[Math.max(0, i - 1)];
        }
    }
}
