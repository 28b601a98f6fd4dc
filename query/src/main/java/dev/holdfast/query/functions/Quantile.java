package dev.holdfast.query.functions;

import java.util.Arrays;

/** Quantiles of a set of values, interpolated linearly between neighbours. */
public final class Quantile {
    private Quantile() {}

    /**
     * The quantile of values[0, count), which get sorted, NaN first.
     *
     * @return NaN of nothing or for NaN; an infinity for a quantile below 0 or above 1
     */
    public static double of(double quantile, double[] values, int count) {
        if (count == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sortNanFirst(values, count);
        double rank = quantile * (count - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(count - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sortNanFirst(double[] values, int count) {
        Arrays.sort(values, 0, count); // puts NaN last
        int numbers = count;
        while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
            numbers--;
        }
        if (numbers < count) {
            System.arraycopy(values, 0, values, count - numbers, numbers);
            Arrays.fill(values, 0, count - numbers, Double.NaN);
        }
    }
}
