package dev.holdfast.storage.encoding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operation that turns an integer into the double that a source shows, replayed exactly.
 *
 * <p>Most "floats" of a host are counts that somebody divided: CPU time is ticks / 100, disk time is milliseconds * 0.001,
 * pressure is microseconds / 1000 / 1000, a duration in Go is whole seconds + nanoseconds / 1e9. These differ in their
 * last bits, so rounding to a decimal is not lossless; knowing the operation is. {@link #recover} proposes the integer
 * behind a value and confirms it by replaying.
 *
 * <p>Immutable. The id is what a chunk stores; ids are never reused.
 */
final class Scale {
    /** No integer is behind the value; {@link Long#MIN_VALUE} is not used as one. */
    static final long NONE = Long.MIN_VALUE;

    /** Digits that values on a lattice are rounded to, at most. */
    static final int MOST_LATTICE_DIGITS = 9;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

    private static final double LONG_LIMIT = 0x1p63;
    private static final double EXACT_LIMIT = 0x1p50;

    /** A single holds seven digits; of more digits any single could be said with them. */
    private static final double SINGLE_LIMIT = 0x1p22;

    private enum Step {
        INTEGER,
        DIVIDE,
        TIMES,
        DIVIDE_DIVIDE,
        TIMES_TIMES,
        DIVIDE_TIMES,
        SPLIT,
        SINGLE_DIVIDE,
        SINGLE_TIMES,
        LATTICE
    }

    private static final @Nullable Scale[] BY_ID = new @Nullable Scale[256];
    private static final Scale[] IN_ORDER_OF_TRIAL = build();

    /** A double is the integer itself. */
    static final Scale WHOLE = IN_ORDER_OF_TRIAL[0];

    private final int id;
    private final Step step;
    private final double first;
    private final double second;
    private final long unit;
    private final double inverse;
    private final double limit;

    private Scale(int id, Step step, double first, double second, double inverse) {
        this.id = id;
        this.step = step;
        this.first = first;
        this.second = second;
        this.unit = step == Step.SPLIT ? (long) first : 1;
        this.inverse = inverse;
        this.limit = step == Step.SINGLE_DIVIDE || step == Step.SINGLE_TIMES ? SINGLE_LIMIT : LONG_LIMIT;
    }

    /** Ten to the power of some digits, 0 to 12, the same on every machine. */
    static double power(int digits) {
        return POWERS[digits];
    }

    /** Whether scales of a number have a parameter, so that {@link #byId} does not know them. */
    static boolean hasParameter(int id) {
        return id >= ChunkFormat.SCALE_RATIO && id <= ChunkFormat.SCALE_LATTICE + MOST_LATTICE_DIGITS;
    }

    /** Whether scales of a number say shares of a whole. */
    static boolean isRatio(int id) {
        return id == ChunkFormat.SCALE_RATIO || id == ChunkFormat.SCALE_RATIO_PERCENT;
    }

    /** A scale with a parameter, 1 to {@link ChunkFormat#MAX_PARAMETER}. */
    static Scale of(int id, long parameter) {
        double whole = parameter;
        if (id == ChunkFormat.SCALE_RATIO) {
            return new Scale(id, Step.DIVIDE, whole, 1, whole);
        }
        if (id == ChunkFormat.SCALE_RATIO_PERCENT) {
            return new Scale(id, Step.DIVIDE_TIMES, whole, 100, whole / 100);
        }
        if (!hasParameter(id)) {
            throw new IllegalArgumentException("no scale with a parameter: id=" + id);
        }
        return new Scale(id, Step.LATTICE, whole, POWERS[id - ChunkFormat.SCALE_LATTICE], whole);
    }

    /** All scales, the coarsest first: of two that fit, the earlier has the smaller integers. */
    static int count() {
        return IN_ORDER_OF_TRIAL.length;
    }

    /** A scale by its place in the order of trial. */
    static Scale at(int index) {
        return IN_ORDER_OF_TRIAL[index];
    }

    /** A scale by the number that a chunk stores, or null for a number that nobody wrote. */
    static @Nullable Scale byId(int id) {
        return BY_ID[id & 255];
    }

    int id() {
        return id;
    }

    /** What {@link #of} was told; means nothing of other scales. */
    long parameter() {
        return (long) first;
    }

    /** Whether the sum of such values is such a value too, but for its last bits. */
    boolean isLinear() {
        return step != Step.LATTICE && step != Step.SINGLE_DIVIDE && step != Step.SINGLE_TIMES;
    }

    /** Replays the operation. Any integer gives a double; none throws. */
    double restore(long hidden) {
        return switch (step) {
            case INTEGER -> (double) hidden;
            case DIVIDE -> hidden / first;
            case TIMES -> hidden * first;
            case DIVIDE_DIVIDE -> hidden / first / second;
            case TIMES_TIMES -> hidden * first * second;
            case DIVIDE_TIMES -> hidden / first * second;
            case SPLIT -> {
                long whole = hidden / unit;
                yield whole + (hidden - whole * unit) / first;
            }
            case SINGLE_DIVIDE -> (float) (hidden / first);
            case SINGLE_TIMES -> (float) (hidden * first);
            case LATTICE -> Math.rint(hidden / first * second) / second;
        };
    }

    /** Replays the operation in place: integers become bits of doubles. */
    void restoreAll(long[] values, int from, int toExclusive) {
        switch (step) {
            case INTEGER -> {
                for (int i = from; i < toExclusive; i++) {
                    values[i] = Double.doubleToRawLongBits((double) values[i]);
                }
            }
            case DIVIDE -> {
                for (int i = from; i < toExclusive; i++) {
                    values[i] = Double.doubleToRawLongBits(values[i] / first);
                }
            }
            default -> {
                for (int i = from; i < toExclusive; i++) {
                    values[i] = Double.doubleToRawLongBits(restore(values[i]));
                }
            }
        }
    }

    /** Replays the operation on integers that were reduced, {@code first + divisor * reduced}; they stay as they are. */
    void restoreAll(long[] reduced, int count, long start, long divisor, double[] into) {
        switch (step) {
            case INTEGER -> {
                for (int i = 0; i < count; i++) {
                    into[i] = (double) (start + divisor * reduced[i]);
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < count; i++) {
                    into[i] = (start + divisor * reduced[i]) / first;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    into[i] = restore(start + divisor * reduced[i]);
                }
            }
        }
    }

    /** The integer that {@link #restore} turns into exactly these bits, or {@link #NONE}. */
    long recover(long bits) {
        double guess = Math.rint(Double.longBitsToDouble(bits) * inverse);
        if (!(Math.abs(guess) < limit)) {
            return NONE;
        }
        long hidden = (long) guess;
        if (Double.doubleToRawLongBits(restore(hidden)) == bits) {
            return hidden;
        }
        if (Math.abs(guess) < EXACT_LIMIT || step == Step.INTEGER) {
            return NONE;
        }
        // Near and above 2^53 the product was rounded: the integer may be the neighbour.
        return replays(Math.nextUp(guess), bits)
                ? (long) Math.nextUp(guess)
                : replays(Math.nextDown(guess), bits) ? (long) Math.nextDown(guess) : NONE;
    }

    /** The integer that {@link #restore} turns into about this value, or {@link #NONE}. */
    long nearest(double value) {
        double guess = Math.rint(value * inverse);
        return Math.abs(guess) < LONG_LIMIT ? (long) guess : NONE;
    }

    private boolean replays(double guess, long bits) {
        return Math.abs(guess) < LONG_LIMIT && Double.doubleToRawLongBits(restore((long) guess)) == bits;
    }

    private static Scale[] build() {
        List<Scale> order = new ArrayList<>();
        add(order, new Scale(ChunkFormat.SCALE_WHOLE, Step.INTEGER, 1, 1, 1));
        for (int digits = 1; digits <= 18; digits++) {
            double power = Double.parseDouble("1e" + digits);
            double small = Double.parseDouble("1e-" + digits);
            add(order, new Scale(ChunkFormat.SCALE_DIVIDE + digits, Step.DIVIDE, power, 1, power));
            add(order, new Scale(ChunkFormat.SCALE_TIMES + digits, Step.TIMES, small, 1, power));
            if (digits == 3 || digits == 6 || digits == 9) {
                add(order, new Scale(ChunkFormat.SCALE_SPLIT + digits, Step.SPLIT, power, 1, power));
            }
            if (digits <= 4) {
                // A ratio with so many digits, shown as a percentage.
                double up = power * 100;
                add(order, new Scale(ChunkFormat.SCALE_PERCENT + digits, Step.DIVIDE_TIMES, up, 100, power));
            }
            if (digits == 6 || digits == 9) {
                double rest = power / 1e3;
                int id = ChunkFormat.SCALE_TWO_STEPS + (digits == 6 ? 0 : 8);
                add(order, new Scale(id, Step.DIVIDE_DIVIDE, 1e3, rest, power));
                add(order, new Scale(id + 1, Step.TIMES_TIMES, 1e-3, 1 / rest, power));
                add(order, new Scale(id + 2, Step.DIVIDE_TIMES, 1e3, 1 / rest, power));
                add(order, new Scale(id + 3, Step.DIVIDE_DIVIDE, rest, 1e3, power));
            }
        }
        for (int digits = 1; digits <= 6; digits++) {
            double power = POWERS[digits];
            double small = (float) (1 / power); // as a program would write it: 0.001f
            add(order, new Scale(ChunkFormat.SCALE_SINGLE_DIVIDE + digits, Step.SINGLE_DIVIDE, power, 1, power));
            add(order, new Scale(ChunkFormat.SCALE_SINGLE_TIMES + digits, Step.SINGLE_TIMES, small, 1, power));
        }
        double[] odd = {60, 3600, 86400, 65536e6};
        for (int i = 0; i < odd.length; i++) {
            add(order, new Scale(ChunkFormat.SCALE_ODD + i, Step.DIVIDE, odd[i], 1, odd[i]));
        }
        for (int bits = 1; bits <= 52; bits++) {
            double power = Math.scalb(1.0, bits);
            add(order, new Scale(ChunkFormat.SCALE_BINARY + bits, Step.DIVIDE, power, 1, power));
        }
        return order.toArray(new Scale[0]);
    }

    private static void add(List<Scale> order, Scale scale) {
        BY_ID[scale.id] = scale;
        order.add(scale);
    }
}
