package dev.holdfast.storage.encoding;

import org.jspecify.annotations.Nullable;

/**
 * Finds the operation behind a column of doubles from a few of its values, the witnesses.
 *
 * <p>Guided by counterexamples: a scale that fits the witnesses is tried on all values ; the first that it
 * fails on is a new witness, until nothing new is learned. One thread; reusable.
 */
final class ScaleFinder {
    private static final int FIRST_WITNESSES = 8;
    private static final int MAX_ROUNDS = 8;
    private static final int MAX_WITNESSES = FIRST_WITNESSES + MAX_ROUNDS;
    /** Bits that a value costs which the scale does not explain: itself, and where it is. */
    private static final long MISS_BITS = 80;

    /** A scale with a parameter was guessed: where more than one value in so many is none of it, it was guessed wrong. */
    private static final int MOST_MISSES = 64;

    private final LatticeFinder lattices = new LatticeFinder();
    private final long[] witnesses = new long[MAX_WITNESSES];
    private int count;

    /**
     * Turns a column of doubles into integers by the scale that fits it best.
     *
     * @param thorough whether to spend time on what only makes integers smaller
     * @return false if no scale explains nearly all finite values; the column is then undefined
     */
    boolean fit(IntegerColumn column, long[] bits, int from, int total, boolean thorough) {
        boolean fits = fitFixed(column, bits, from, total);
        boolean narrow = fits && column.isExplained();
        if (narrow && !thorough) {
            return true;
        }
        Scale special = narrow ? lattices.find(column) : RatioFinder.find(witnesses, 0, count);
        if (special == null) {
            return fits;
        }
        return isBetter(special, fits, column, bits, from, total, total / MOST_MISSES)
                || (fits && fitFixed(column, bits, from, total));
    }

    /** The same with scales that a sum of values has too: what rows of rollups need. */
    boolean fitForSums(IntegerColumn column, long[] bits, int from, int total) {
        boolean fits = fitFixed(column, bits, from, total);
        if (fits && column.isExplained()) {
            return true;
        }
        Scale ratio = RatioFinder.find(witnesses, 0, count);
        if (ratio == null) {
            return fits;
        }
        return isBetter(ratio, fits, column, bits, from, total, 0) || (fits && fitFixed(column, bits, from, total));
    }

    /** Maps by a scale that was guessed; what explains all that is finite gives way only to what takes fewer bits. */
    private static boolean isBetter(
            Scale guessed, boolean fits, IntegerColumn column, long[] bits, int from, int total, int limit) {
        long most = fits && column.finiteMisses == 0 ? column.plainBits(MISS_BITS) : Long.MAX_VALUE;
        return column.mapScale(guessed, bits, from, total, limit) < 0 && column.plainBits(MISS_BITS) < most;
    }

    private boolean fitFixed(IntegerColumn column, long[] bits, int from, int total) {
        begin(bits, from, total);
        Scale scale = best();
        for (int round = 0; scale != null; round++) {
            boolean last = round == MAX_ROUNDS;
            int stopped = column.mapScale(scale, bits, from, total, last ? total / 8 : 0);
            if (stopped < 0) {
                return true;
            }
            if (last) {
                return false;
            }
            add(bits[from + stopped]);
            Scale better = best();
            if (better == scale) {
                round = MAX_ROUNDS - 1;
            }
            scale = better;
        }
        return false;
    }

    private void begin(long[] bits, int from, int total) {
        count = 0;
        int wanted = Math.min(FIRST_WITNESSES, total);
        for (int i = 0; i < wanted; i++) {
            add(bits[from + (int) ((long) i * (total - 1) / Math.max(1, wanted - 1))]);
        }
    }

    private void add(long bits) {
        if (canBeScaled(bits)) {
            witnesses[count++] = bits;
        }
    }

    /** Whether a value could be an integer behind a scale: finite and not -0.0. */
    static boolean canBeScaled(long bits) {
        return (bits & 0x7ff0_0000_0000_0000L) != 0x7ff0_0000_0000_0000L && bits != Long.MIN_VALUE;
    }

    /** The scale under which the witnesses cost the fewest bits, or null if none explains half of them. */
    private @Nullable Scale best() {
        Scale best = null;
        long bestBits = Long.MAX_VALUE;
        for (int i = 0; i < Scale.count() && count > 0; i++) {
            Scale scale = Scale.at(i);
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            int misses = 0;
            for (int j = 0; j < count && misses * 2 <= count; j++) {
                long hidden = scale.recover(witnesses[j]);
                if (hidden == Scale.NONE) {
                    misses++;
                } else {
                    min = Math.min(min, hidden);
                    max = Math.max(max, hidden);
                }
            }
            if (misses * 2 > count) {
                continue;
            }
            long range = Math.max(64 - Long.numberOfLeadingZeros(max - min), 1);
            long bits = range * (count - misses) + misses * MISS_BITS;
            if (bits < bestBits) {
                best = scale;
                bestBits = bits;
            }
            if (misses == 0 && range <= IntegerColumn.WIDE_BITS) {
                break;
            }
        }
        return best;
    }
}
