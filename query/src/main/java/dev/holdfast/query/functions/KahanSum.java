package dev.holdfast.query.functions;

/**
 * A sum that keeps what rounding would lose (Kahan's compensation with Neumaier's improvement).
 *
 * <p>Mutable and cheap: meant to live in one method, where the compiler keeps it in registers.
 */
public final class KahanSum {
    private double sum;
    private double compensation;

    /** A sum of nothing. */
    public KahanSum() {}

    /** Adds a number. */
    public void add(double value) {
        double total = sum + value;
        compensation = Double.isInfinite(total) ? 0 : compensation + lost(sum, value, total);
        sum = total;
    }

    /** What the sum of two numbers, rounded to the finite {@code total}, lacks. */
    public static double lost(double sum, double value, double total) {
        return Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
    }

    /** The total. */
    public double value() {
        return Double.isInfinite(sum) ? sum : sum + compensation;
    }
}
