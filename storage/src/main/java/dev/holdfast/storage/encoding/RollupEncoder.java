package dev.holdfast.storage.encoding;

import dev.holdfast.storage.io.ByteWriter;

/**
 * Writes rows of a rollup: columns that predict one another, as integers of the scale that all values share.
 *
 * <p>The smallest and largest value of a window lie near its last one; the first lies near the last of the window before;
 * the sum lies near the count times the middle. What is stored is how far off each is, bit-packed, since rows are there to
 * be read fast. Values without a common scale are stored as chunks. All columns but the sums are exact to the bit; a sum is
 * snapped to the scale, which moves it by two units in the last place at most. One thread; reusable.
 */
public final class RollupEncoder {
    /** A counter has few windows with a reset; where more than this share have one it is a gauge. */
    private static final int RESETS_SHARE = 8;

    private static final long SAFE = 1L << 60;

    private final ScaleFinder finder = new ScaleFinder();
    private final IntegerColumn column = new IntegerColumn();
    private final ChunkEncoder chunks = new ChunkEncoder();
    private final PackedColumn packed = new PackedColumn();
    private final ByteWriter body = new ByteWriter(256);
    private final ByteWriter trial = new ByteWriter(256);
    private long[] scratch = new long[0];
    private long[] other = new long[0];
    private long[] sums = new long[0];
    private int rows;

    /** An encoder with its own scratch arrays. */
    public RollupEncoder() {}

    /** Whether the change within each window is worth keeping: of counters it is, of gauges it means nothing. */
    public static boolean isCounter(RollupRows rows) {
        int resets = 0;
        for (int i = 0; i < rows.count(); i++) {
            resets += rows.losts()[i] != 0 ? 1 : 0;
        }
        return resets * RESETS_SHARE <= rows.count();
    }

    /** Appends rows, at least one; their times and their number are the caller's to keep. */
    public void encode(RollupRows from, ByteWriter out) {
        rows = from.count();
        if (scratch.length < 4 * rows) {
            scratch = new long[4 * rows];
            other = new long[rows];
            sums = new long[rows];
        }
        boolean monotone = isMonotone(from);
        boolean change = from.changeKnown() && !monotone;
        int flags = (monotone ? RollupFormat.MONOTONE : 0) | (change ? RollupFormat.HAS_CHANGE : 0);
        boolean scaled = scale(from, change);
        boolean scaledSums = scaled && scaleSums(from);
        flags |= (scaled ? 0 : RollupFormat.PLAIN) | (scaledSums ? 0 : RollupFormat.PLAIN_SUMS);
        if (scaled) {
            body.clear();
            flags |= writeScaled(from, monotone, change, scaledSums, body);
            out.u8(flags);
            packed.write(from.counts(), rows, out);
            out.raw(body.array(), 0, body.size());
        } else {
            out.u8(flags);
            packed.write(from.counts(), rows, out);
            chunk(from.lasts(), out);
            chunk(from.mins(), out);
            if (!monotone) {
                chunk(from.maxs(), out);
            }
            if (change) {
                chunk(from.firsts(), out);
            }
        }
        if (change) {
            chunk(from.losts(), out);
        }
        if (!scaledSums) {
            chunk(from.sums(), out);
        }
    }

    private static boolean isMonotone(RollupRows from) {
        for (int i = 0; i < from.count(); i++) {
            if (!from.changeKnown()
                    || from.losts()[i] != 0
                    || !sameBits(from.firsts()[i], from.mins()[i])
                    || !sameBits(from.lasts()[i], from.maxs()[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    /** Puts last, smallest, largest and first values behind one another into the column, if one scale explains all. */
    private boolean scale(RollupRows from, boolean change) {
        int total = (change ? 4 : 3) * rows;
        for (int i = 0; i < rows; i++) {
            scratch[i] = Double.doubleToRawLongBits(from.lasts()[i]);
            scratch[rows + i] = Double.doubleToRawLongBits(from.mins()[i]);
            scratch[2 * rows + i] = Double.doubleToRawLongBits(from.maxs()[i]);
            if (change) {
                scratch[3 * rows + i] = Double.doubleToRawLongBits(from.firsts()[i]);
            }
        }
        return finder.fitForSums(column, scratch, 0, total) && column.exceptions.isEmpty() && !column.isWide();
    }

    /** Puts the sums as integers of the scale into {@link #sums}, if all of them are ones. */
    private boolean scaleSums(RollupRows from) {
        Scale scale = column.scale();
        if (!scale.isLinear()) {
            return false;
        }
        for (int i = 0; i < rows; i++) {
            long hidden = scale.nearest(from.sums()[i]);
            long count = from.counts()[i];
            if (hidden == Scale.NONE
                    || count > 1 << 15
                    || Math.abs(hidden) > SAFE
                    || Math.abs(column.first) > 1L << 44) {
                return false;
            }
            double restored = scale.restore(hidden);
            if (!(Math.abs(restored - from.sums()[i]) <= 2 * Math.ulp(restored))) {
                return false;
            }
            long distance = hidden - count * column.first;
            if (distance % column.divisor != 0) {
                return false;
            }
            sums[i] = distance / column.divisor;
        }
        return true;
    }

    /** Writes all but counts and losses; returns how, as flags. */
    private int writeScaled(RollupRows from, boolean monotone, boolean change, boolean withSums, ByteWriter out) {
        out.u8(column.mapping);
        if (Scale.hasParameter(column.mapping)) {
            out.uvarint(column.parameter);
        }
        out.varint(column.first);
        out.uvarint(column.divisor);
        long[] values = column.values;
        packed.write(values, rows, out);
        int flags = 0;
        int lows = rows;
        int highs = 2 * rows;
        if (monotone) {
            steps(values, rows, out);
            highs = 0;
        } else {
            for (int i = 0; i < rows; i++) {
                scratch[i] = values[i] - values[lows + i];
                other[i] = values[lows + i];
            }
            flags |= shorter(out) ? RollupFormat.OWN_LOWS : 0;
            for (int i = 0; i < rows; i++) {
                scratch[i] = values[highs + i] - values[i];
                other[i] = values[highs + i];
            }
            flags |= shorter(out) ? RollupFormat.OWN_HIGHS : 0;
            if (change) {
                steps(values, 3 * rows, out);
            }
        }
        if (withSums) {
            long mean = Math.floorDiv(sums[0], from.counts()[0]);
            trial.clear();
            trial.varint(mean);
            for (int i = 0; i < rows; i++) {
                long count = from.counts()[i];
                scratch[i] = (2 * sums[i] - count * (values[lows + i] + values[highs + i])) >> 1;
                other[i] = sums[i] - count * mean;
            }
            flags |= shorter(out) ? RollupFormat.OWN_SUMS : RollupFormat.HALF_SUMS;
        }
        return flags;
    }

    /**
     * Writes one of two columns, the one in {@link #scratch} or the one in {@link #other} with what is in {@link #trial} before
     * it, and whether it was the other.
     */
    private boolean shorter(ByteWriter out) {
        int before = out.size();
        packed.write(scratch, rows, out);
        packed.write(other, rows, trial);
        boolean isShorter = trial.size() < out.size() - before;
        if (isShorter) {
            out.truncate(before);
            out.raw(trial.array(), 0, trial.size());
        }
        trial.clear();
        return isShorter;
    }

    /** First values, as the steps from the last one of the row before. */
    private void steps(long[] values, int firsts, ByteWriter out) {
        for (int i = 0; i < rows; i++) {
            scratch[i] = values[firsts + i] - values[Math.max(0, i - 1)];
        }
        packed.write(scratch, rows, out);
    }

    private void chunk(double[] values, ByteWriter out) {
        for (int i = 0; i < rows; i++) {
            scratch[i] = Double.doubleToRawLongBits(values[i]);
        }
        chunks.encode(scratch, 0, rows, Effort.YOUNG, out);
    }
}
