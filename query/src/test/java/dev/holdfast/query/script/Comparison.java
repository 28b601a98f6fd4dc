package dev.holdfast.query.script;

/** When two results count as equal. */
public final class Comparison {
    private static final double RELATIVE_ERROR = 1e-6;

    private Comparison() {}

    /** Whether two values are equal but for rounding; NaN equals NaN. */
    public static boolean almostEqual(double a, double b) {
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double difference = Math.abs(a - b);
        double sum = Math.abs(a) + Math.abs(b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < RELATIVE_ERROR * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < RELATIVE_ERROR;
    }
}
