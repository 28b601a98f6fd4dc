package dev.holdfast.storage.encoding;

import java.util.Arrays;

/**
 * Guesses what entropy coding a column of residuals would cost, from a histogram of their classes: enough to rank the
 * ways to predict, at a small part of the cost of trying them. One thread; reusable.
 */
final class ClassCost {
    private final int[] positive = new int[65];
    private final int[] negative = new int[65];

    /** Bits, about, of the residuals less a bias. */
    long estimateBits(long[] residuals, int from, int toExclusive, long bias) {
        Arrays.fill(positive, 0);
        Arrays.fill(negative, 0);
        for (int i = from; i < toExclusive; i++) {
            long residual = residuals[i] - bias;
            int[] side = residual < 0 ? negative : positive;
            side[64 - Long.numberOfLeadingZeros(Math.abs(residual))]++;
        }
        int total = toExclusive - from;
        double bits = 0;
        for (int c = 0; c <= 64; c++) {
            bits += cost(positive[c], total, c) + cost(negative[c], total, c);
        }
        return (long) bits;
    }

    private static double cost(int count, int total, int bitLength) {
        if (count == 0) {
            return 0;
        }
        double below = Math.max(0, bitLength - 1);
        return count * (Math.log((double) total / count) / Math.log(2) + below) + 3;
    }
}
