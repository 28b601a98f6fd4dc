package dev.holdfast.query.functions;

/** The larger or the smaller of two numbers, as Go's Max and Min. */
public final class Extreme {
    private Extreme() {}

    /** NaN when one of them is, unless the other is the infinity beyond all numbers. */
    public static double of(boolean largest, double a, double b) {
        double limit = largest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        if (a == limit || b == limit) {
            return limit;
        }
        return largest ? Math.max(a, b) : Math.min(a, b);
    }
}
