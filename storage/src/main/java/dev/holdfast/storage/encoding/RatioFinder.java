package dev.holdfast.storage.encoding;

import org.jspecify.annotations.Nullable;

/**
 * Finds the whole that values are shares of: memory in use as a part of all there is, a mean of so many integers.
 *
 * <p>A double that is a quotient of integers of fewer than 26 bits each is nearer to it than to any other such quotient, so its
 * continued fraction ends there. The denominators of all witnesses divide the whole, which is therefore their least common
 * multiple; that of doubles which are no quotients is soon too large. Pure functions.
 */
final class RatioFinder {
    /** Larger ones are no whole but an accident. */
    private static final long LARGEST = 1L << 26;

    private static final double NEAR_ENOUGH = 0x1p-50;

    private RatioFinder() {}

    /** The scale that explains nearly all of some finite values that are not -0.0, or null. */
    static @Nullable Scale find(long[] bits, int from, int count) {
        Scale share = of(bits, from, count, ChunkFormat.SCALE_RATIO, whole(bits, from, count, 1));
        if (share != null) {
            return share;
        }
        long whole = whole(bits, from, count, 100);
        Scale percent = of(bits, from, count, ChunkFormat.SCALE_RATIO_PERCENT, whole);
        return percent != null ? percent : of(bits, from, count, ChunkFormat.SCALE_RATIO, whole);
    }

    private static long whole(long[] bits, int from, int count, double unit) {
        long whole = 1;
        for (int i = from; i < from + count && whole < LARGEST; i++) {
            long denominator = denominator(Math.abs(Double.longBitsToDouble(bits[i])) / unit);
            whole = denominator == 0 ? LARGEST : whole / greatestCommonDivisor(whole, denominator) * denominator;
        }
        return whole;
    }

    private static @Nullable Scale of(long[] bits, int from, int count, int id, long whole) {
        if (whole == 1 || whole >= LARGEST) {
            return null;
        }
        Scale scale = Scale.of(id, whole);
        int misses = 0;
        for (int i = from; i < from + count; i++) {
            misses += scale.recover(bits[i]) == Scale.NONE ? 1 : 0;
        }
        return misses * 8 <= count ? scale : null;
    }

    /** The smallest denominator of a quotient that is near enough, or 0 where it would be too large. */
    static long denominator(double value) {
        double tolerance = value * NEAR_ENOUGH;
        double rest = value;
        double before = 0;
        double now = 1;
        double above = 1;
        double numerator = Math.floor(rest);
        while (Math.abs(value - numerator / now) > tolerance) {
            rest = 1 / (rest - Math.floor(rest));
            double digit = Math.floor(rest);
            double next = digit * now + before;
            if (!(next < LARGEST)) {
                return 0;
            }
            double nextNumerator = digit * numerator + above;
            above = numerator;
            numerator = nextNumerator;
            before = now;
            now = next;
        }
        return (long) now;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
