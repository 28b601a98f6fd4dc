package dev.holdfast.storage.sstable;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;

/**
 * What can be said of a chunk's values without decoding them.
 *
 * @param known false when the chunk holds a NaN (a stale marker, say): then nothing below may be used
 * @param firstBits bits of the first value
 * @param lastBits bits of the last value
 * @param min smallest value
 * @param max largest value
 * @param sum of all values, compensated (Neumaier), rounded once
 * @param monotone whether no value is known to be smaller than the one before; version 1 never knew
 */
public record ChunkStats(
        boolean known, long firstBits, long lastBits, double min, double max, double sum, boolean monotone) {
    private static final ChunkStats UNKNOWN = new ChunkStats(false, 0, 0, 0, 0, 0, false);

    private static final long NEGATIVE_ZERO = Long.MIN_VALUE;
    private static final long POSITIVE_ZERO = 0;

    private static final int KNOWN = 1;
    private static final int CONSTANT = 2;
    private static final int MIN_IS_FIRST = 4;
    private static final int MAX_IS_LAST = 8;
    private static final int MIN_IS_LAST = 16;
    private static final int MAX_IS_FIRST = 32;
    private static final int MONOTONE = 64;

    /** The statistics of some values. */
    static ChunkStats of(long[] bits, int from, int count) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double compensation = 0;
        double before = Double.NEGATIVE_INFINITY;
        boolean monotone = true;
        for (int i = from; i < from + count; i++) {
            double value = Double.longBitsToDouble(bits[i]);
            if (Double.isNaN(value)) {
                return UNKNOWN;
            }
            monotone &= value >= before;
            before = value;
            // As Math.min and Math.max, of whose zeros the negative one is the smaller.
            if (value < min || (value == min && bits[i] == NEGATIVE_ZERO)) {
                min = value;
            }
            if (value > max || (value == max && bits[i] == POSITIVE_ZERO)) {
                max = value;
            }
            double next = sum + value;
            compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }
        // With an infinity among the values the compensation is not a number, and the plain sum is right.
        return new ChunkStats(
                true,
                bits[from],
                bits[from + count - 1],
                min,
                max,
                Double.isInfinite(sum) ? sum : sum + compensation,
                monotone);
    }

    /** Whether these, which were stored, are true of values whose statistics are the others; a wrong zero or sum is told. */
    boolean agreesWith(ChunkStats other) {
        return known == other.known
                && (other.monotone || !monotone)
                && firstBits == other.firstBits
                && lastBits == other.lastBits
                && sameBits(min, other.min)
                && sameBits(max, other.max)
                && sameBits(sum, other.sum);
    }

    /** Whether no value is a NaN, an infinity or -0.0, so that they add up as other numbers do. */
    public boolean isPlain() {
        return known && !Double.isInfinite(sum) && !Double.isNaN(sum) && !isNegativeZero(min) && !isNegativeZero(max);
    }

    private static boolean isNegativeZero(double value) {
        return Double.doubleToRawLongBits(value) == Long.MIN_VALUE;
    }

    /** Whether all values are one. */
    boolean isConstant() {
        return known
                && firstBits == lastBits
                && Double.doubleToRawLongBits(min) == firstBits
                && Double.doubleToRawLongBits(max) == firstBits;
    }

    void encode(int count, ByteWriter out) {
        if (!known) {
            out.u8(0);
            return;
        }
        long minBits = Double.doubleToRawLongBits(min);
        long maxBits = Double.doubleToRawLongBits(max);
        if (isConstant() && sameBits(sum, constantSum(count))) {
            out.u8(KNOWN | CONSTANT);
            number(firstBits, out);
            return;
        }
        int flags = KNOWN
                | (minBits == firstBits ? MIN_IS_FIRST : minBits == lastBits ? MIN_IS_LAST : 0)
                | (maxBits == lastBits ? MAX_IS_LAST : maxBits == firstBits ? MAX_IS_FIRST : 0)
                | (monotone ? MONOTONE : 0);
        out.u8(flags);
        number(firstBits, out);
        number(lastBits, out);
        if ((flags & (MIN_IS_FIRST | MIN_IS_LAST)) == 0) {
            number(minBits, out);
        }
        if ((flags & (MAX_IS_FIRST | MAX_IS_LAST)) == 0) {
            number(maxBits, out);
        }
        number(Double.doubleToRawLongBits(sum), out);
    }

    static ChunkStats decode(ByteReader in, int count) throws CorruptionException {
        int flags = in.u8();
        if ((flags & KNOWN) == 0) {
            return UNKNOWN;
        }
        long first = number(in);
        if ((flags & CONSTANT) != 0) {
            double value = Double.longBitsToDouble(first);
            return new ChunkStats(true, first, first, value, value, value * count, true);
        }
        long last = number(in);
        long min = (flags & MIN_IS_FIRST) != 0 ? first : (flags & MIN_IS_LAST) != 0 ? last : number(in);
        long max = (flags & MAX_IS_LAST) != 0 ? last : (flags & MAX_IS_FIRST) != 0 ? first : number(in);
        double sum = Double.longBitsToDouble(number(in));
        boolean monotone = (flags & MONOTONE) != 0;
        return new ChunkStats(
                true, first, last, Double.longBitsToDouble(min), Double.longBitsToDouble(max), sum, monotone);
    }

    /** Passes over what {@link #decode} would read. */
    static void skip(ByteReader in) throws CorruptionException {
        int flags = in.u8();
        int numbers = 0;
        if ((flags & KNOWN) != 0 && (flags & CONSTANT) != 0) {
            numbers = 1;
        } else if ((flags & KNOWN) != 0) {
            numbers = 3
                    + ((flags & (MIN_IS_FIRST | MIN_IS_LAST)) == 0 ? 1 : 0)
                    + ((flags & (MAX_IS_FIRST | MAX_IS_LAST)) == 0 ? 1 : 0);
        }
        for (int i = 0; i < numbers; i++) {
            number(in);
        }
    }

    private double constantSum(int count) {
        return Double.longBitsToDouble(firstBits) * count;
    }

    private static boolean sameBits(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    /** An integer as a short varint, anything else as a marker and eight bytes. */
    private static void number(long bits, ByteWriter out) {
        double value = Double.longBitsToDouble(bits);
        long integer = (long) value;
        if (Math.abs(value) < 1L << 53 && Double.doubleToRawLongBits((double) integer) == bits) {
            out.uvarint((((integer << 1) ^ (integer >> 63)) << 1) | 1);
        } else {
            out.u8(0);
            out.u64(bits);
        }
    }

    private static long number(ByteReader in) throws CorruptionException {
        long coded = in.uvarint();
        if ((coded & 1) == 0) {
            return in.u64();
        }
        long zigzag = coded >>> 1;
        return Double.doubleToRawLongBits((double) ((zigzag >>> 1) ^ -(zigzag & 1)));
    }
}
