package dev.holdfast.agent.views;

import org.jspecify.annotations.Nullable;

/**
 * A curve that is level up to some step and falls in a straight line from there: what a leak and a filling disk look like. Found by
 * least squares over all steps at which it may begin. Pure.
 *
 * @param begin index of the last value before the fall
 * @param perStep how much it falls in a step; above 0
 * @param fit share of the variance that the line explains
 */
record FallingLine(int begin, double perStep, double fit) {
    private static final int LEAST_VALUES = 6;

    /** The best line; null when the curve does not fall. */
    static @Nullable FallingLine of(Curve curve) {
        double mean = curve.average();
        double variance = 0;
        int known = 0;
        for (int i = 0; i < curve.size(); i++) {
            if (Double.isFinite(curve.value(i))) {
                variance += (curve.value(i) - mean) * (curve.value(i) - mean);
                known++;
            }
        }
        if (known < LEAST_VALUES || variance == 0) {
            return null;
        }
        FallingLine best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int begin = 0; begin < curve.size() - LEAST_VALUES / 2; begin++) {
            double[] line = fit(curve, begin, known);
            if (line[1] < least) {
                least = line[1];
                best = new FallingLine(begin, -line[0], 1 - line[1] / variance);
            }
        }
        return best == null || best.perStep <= 0 ? null : best;
    }

    /** Slope of {@code y = a + b max(0, i - begin)} by least squares, and what it leaves. */
    private static double[] fit(Curve curve, int begin, int known) {
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        double origin = curve.max();
        for (int i = 0; i < curve.size(); i++) {
            double y = curve.value(i) - origin;
            if (Double.isFinite(y)) {
                double x = Math.max(0, i - begin);
                sumX += x;
                sumY += y;
                sumXx += x * x;
                sumXy += x * y;
            }
        }
        double spread = sumXx - sumX * sumX / known;
        if (spread <= 0) {
            return new double[] {0, Double.POSITIVE_INFINITY};
        }
        double slope = (sumXy - sumX * sumY / known) / spread;
        double level = (sumY - slope * sumX) / known;
        double left = 0;
        for (int i = 0; i < curve.size(); i++) {
            double y = curve.value(i) - origin;
            if (Double.isFinite(y)) {
                double error = y - level - slope * Math.max(0, i - begin);
                left += error * error;
            }
        }
        return new double[] {slope, left};
    }
}
