package dev.holdfast.storage.encoding;

/**
 * Splits a column of doubles that no scale explains into two that are easier: a quotient of which both sides change, into
 * the two sides (busy ticks of all ticks since the last look); a sum that was added up as doubles, into the decimal next to it and
 * how many doubles it is away from that. A few witnesses deny most columns. One thread; reusable.
 */
final class PairFinder {
    private static final int WITNESSES = 12;

    /** Denominators beyond are found in any doubles. */
    private static final long LARGEST_DENOMINATOR = 1L << 20;

    /** The integers next to values have so many bits at most, so that some are left to tell near from far. */
    private static final double LARGEST_NUMERATOR = 0x1p47;

    private static final int MOST_DIGITS = 12;

    /** Bits that a decimal must spare against the bits of the values. */
    private static final int WORTH_BITS = 4;

    private final long[] witnesses = new long[WITNESSES];
    private int count;
    private int operation;
    private double whole;
    private long[] first = new long[0];
    private long[] second = new long[0];

    /** Splits; false when nothing is gained. */
    boolean split(long[] bits, int from, int total) {
        count = 0;
        for (int i = 0; i < WITNESSES; i++) {
            long witness = bits[from + (int) ((long) i * (total - 1) / (WITNESSES - 1))];
            if (ScaleFinder.canBeScaled(witness) && witness != 0) {
                witnesses[count++] = witness;
            }
        }
        if (count * 2 <= WITNESSES || !(findQuotient() || findDecimal())) {
            return false;
        }
        if (first.length < total) {
            first = new long[Math.max(1024, total)];
            second = new long[Math.max(1024, total)];
        }
        int misses = 0;
        for (int i = 0; i < total; i++) {
            long value = bits[from + i];
            if (!ScaleFinder.canBeScaled(value) || !splitOne(value, i)) {
                // The other column goes on as before, so that this costs nothing there.
                first[i] = value;
                second[i] = 0;
                misses++;
            }
        }
        return misses * 4 <= total;
    }

    int operation() {
        return operation;
    }

    /** The first column, bits of doubles, after {@link #split}. */
    long[] first() {
        return first;
    }

    /** The second one. */
    long[] second() {
        return second;
    }

    /** Makes the values of two columns, in the place of the first. */
    static void join(int operation, long[] first, int from, long[] second, int total) {
        for (int i = 0; i < total; i++) {
            double by = Double.longBitsToDouble(second[i]);
            first[from + i] = by == 0 ? first[from + i] : join(operation, first[from + i], by);
        }
    }

    private static long join(int operation, long bits, double by) {
        double value = Double.longBitsToDouble(bits);
        return switch (operation) {
            case ChunkFormat.PAIR_QUOTIENT -> Double.doubleToRawLongBits(value / by);
            case ChunkFormat.PAIR_QUOTIENT_PERCENT -> Double.doubleToRawLongBits(value / by * 100);
            default -> OrderedBits.swap(OrderedBits.swap(bits) + (long) by);
        };
    }

    private boolean splitOne(long bits, int at) {
        double value = Double.longBitsToDouble(bits);
        if (operation == ChunkFormat.PAIR_STEPS) {
            double near = Math.rint(value * whole) / whole;
            first[at] = Double.doubleToRawLongBits(near);
            long steps = OrderedBits.swap(bits) - OrderedBits.swap(first[at]);
            second[at] = Double.doubleToRawLongBits((double) steps);
            return Math.abs(steps) < 1L << 50;
        }
        double share = operation == ChunkFormat.PAIR_QUOTIENT ? value : value / 100;
        long denominator = RatioFinder.denominator(Math.abs(share));
        if (denominator == 0 || denominator > LARGEST_DENOMINATOR) {
            return false;
        }
        // The quotient was reduced: its sides are as far from that as brings the lower one near the others.
        double lower = Math.max(1, Math.rint(whole / denominator)) * denominator;
        double upper = Math.rint(share * lower);
        first[at] = Double.doubleToRawLongBits(upper);
        second[at] = Double.doubleToRawLongBits(lower);
        return join(operation, first[at], lower) == bits;
    }

    private boolean findQuotient() {
        if (first.length == 0) {
            first = new long[1024];
            second = new long[1024];
        }
        for (int each = ChunkFormat.PAIR_QUOTIENT; each <= ChunkFormat.PAIR_QUOTIENT_PERCENT; each++) {
            operation = each;
            whole = 0;
            boolean all = true;
            for (int i = 0; i < count && all; i++) {
                double value = Math.abs(Double.longBitsToDouble(witnesses[i]));
                long denominator = RatioFinder.denominator(each == ChunkFormat.PAIR_QUOTIENT ? value : value / 100);
                all = denominator != 0 && denominator <= LARGEST_DENOMINATOR;
                whole = Math.max(whole, (double) denominator);
            }
            boolean changes = false;
            long lower = 0;
            for (int i = 0; i < count && all; i++) {
                all = splitOne(witnesses[i], 0);
                changes |= i > 0 && second[0] != lower;
                lower = second[0];
            }
            if (all) {
                return changes; // of one lower side a scale says the same
            }
        }
        return false;
    }

    /** Looks for the digits after which there is nothing but what adding up has left. */
    private boolean findDecimal() {
        operation = ChunkFormat.PAIR_STEPS;
        double best = WORTH_BITS;
        double found = 0;
        for (int digits = 0; digits <= MOST_DIGITS; digits++) {
            for (int factor = 1; factor <= 3; factor += 2) {
                double candidate = Scale.power(digits) * factor;
                double spared = sparedBits(candidate);
                if (spared > best) {
                    best = spared;
                    found = candidate;
                }
            }
        }
        whole = found;
        return found > 0;
    }

    /** Of the bits of a value below its last digit, those that are the same for all witnesses, or less than 0. */
    private double sparedBits(double candidate) {
        long least = 0;
        long most = 0;
        double doubles = Double.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            double value = Double.longBitsToDouble(witnesses[i]);
            double hidden = Math.rint(value * candidate);
            if (!(Math.abs(hidden) < LARGEST_NUMERATOR)) {
                return -1;
            }
            long near = Double.doubleToRawLongBits(hidden / candidate);
            long steps = OrderedBits.swap(witnesses[i]) - OrderedBits.swap(near);
            least = Math.min(least, steps);
            most = Math.max(most, steps);
            doubles = Math.min(doubles, 1 / candidate / Math.ulp(value));
        }
        return StrictMath.log(doubles / (most - least + 1.0)) / StrictMath.log(2);
    }
}
