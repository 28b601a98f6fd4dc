package dev.holdfast.query.engine;

import org.jspecify.annotations.Nullable;

/**
 * The buckets of a classic histogram at one step: cumulative counts by upper bound, ascending.
 *
 * <p>Reused from step to step.
 */
final class Buckets {
    /** Counts that differ less than this, relatively, differ by rounding only. */
    private static final double SMALL_DELTA = 1e-12;

    private final double[] bounds;
    private final double[] counts;
    private int size;

    Buckets(int capacity) {
        this.bounds = new double[capacity];
        this.counts = new double[capacity];
    }

    /** Empties it. */
    void clear() {
        size = 0;
    }

    /** Adds a bucket; bounds must not descend. Buckets of one bound are added up. */
    void add(double bound, double count) {
        if (size > 0 && bounds[size - 1] == bound) {
            counts[size - 1] += count;
        } else {
            bounds[size] = bound;
            counts[size++] = count;
        }
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return size == 0;
    }

    private boolean isOpenAbove() {
        return bounds[size - 1] == Double.POSITIVE_INFINITY;
    }

    /** Whether {@link #quantile} would look at the counts at all. */
    boolean isUsableFor(double quantile) {
        return quantile >= 0 && quantile <= 1 && isOpenAbove();
    }

    /**
     * What had to be lifted.
     *
     * @param minBound of the lowest bucket that was lifted
     * @param maxBound of the highest
     * @param maxDifference by which the count of one was lifted
     */
    record Lift(double minBound, double maxBound, double maxDifference) {}

    /**
     * Makes the counts rise: small differences are levelled, falls are lifted.
     *
     * @return falls of some size, or null when there was none
     */
    @Nullable
    Lift makeMonotonic() {
        Lift lifted = null;
        double previous = counts[0];
        for (int i = 1; i < size; i++) {
            double current = counts[i];
            if (current == previous) {
                continue;
            }
            if (almostEqual(previous, current)) {
                counts[i] = previous;
            } else if (current < previous) {
                counts[i] = previous;
                double difference = previous - current;
                lifted = lifted == null
                        ? new Lift(bounds[i], bounds[i], difference)
                        : new Lift(lifted.minBound, bounds[i], Math.max(lifted.maxDifference, difference));
            } else {
                previous = current;
            }
        }
        return lifted;
    }

    private static boolean almostEqual(double a, double b) {
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < SMALL_DELTA * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < SMALL_DELTA;
    }

    /**
     * The quantile, interpolated linearly in its bucket; the counts must be monotonic.
     *
     * @return NaN without observations, with a single bucket, or when the last bucket has an upper bound
     */
    double quantile(double quantile) {
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!isOpenAbove() || size < 2 || counts[size - 1] == 0 || Double.isNaN(counts[size - 1])) {
            return Double.NaN;
        }
        double rank = quantile * counts[size - 1];
        int bucket = 0;
        while (bucket < size - 1 && !(counts[bucket] >= rank)) {
            bucket++;
        }
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = bucket > 0 ? bounds[bucket - 1] : 0;
        double below = bucket > 0 ? counts[bucket - 1] : 0;
        return start + (bounds[bucket] - start) * ((rank - below) / (counts[bucket] - below));
    }

    /** The share of observations between two bounds; NaN without observations or when the last bucket has a bound. */
    double fraction(double lower, double upper) {
        double total = counts[size - 1];
        if (!isOpenAbove() || total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (rankOf(upper, total) - rankOf(lower, total)) / total;
    }

    /** How many observations lie below a value. */
    private double rankOf(double value, double total) {
        double below = 0;
        double start = bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (start >= value) {
                return Math.min(below, total);
            }
            if (bounds[i] > value) {
                // In a bucket without a lower bound there is nothing to interpolate.
                double rank = start == Double.NEGATIVE_INFINITY
                        ? counts[i]
                        : below + (counts[i] - below) * (value - start) / (bounds[i] - start);
                return rank > total ? total : rank;
            }
            below = counts[i];
            start = bounds[i];
        }
        return total;
    }
}
