package dev.holdfast.query.functions;

/**
 * A mean by a compensated sum, for as long as the sum stays finite; from there on by moving the mean, which cannot
 * overflow. The plain sum comes first since it is the more exact of the two.
 */
public final class KahanMean {
    private double sum;
    private double mean;
    private double compensation;
    private long count;
    private boolean moving;

    /** A mean of nothing yet. */
    public KahanMean() {}

    /** A mean of what has been added up elsewhere: some numbers, their sum, and what rounding took from it. */
    public static KahanMean of(double sum, double compensation, long count) {
        KahanMean mean = new KahanMean();
        mean.sum = sum;
        mean.compensation = compensation;
        mean.count = count;
        return mean;
    }

    /** Takes in a number. */
    public void add(double value) {
        count++;
        if (count == 1) {
            sum = value;
            return;
        }
        if (!moving) {
            double total = sum + value;
            if (!Double.isInfinite(total)) {
                compensation += KahanSum.lost(sum, value, total);
                sum = total;
                return;
            }
            moving = true;
            mean = sum / (count - 1);
            compensation /= count - 1;
        }
        double kept = (double) (count - 1) / count;
        double scaled = kept * mean;
        double part = value / count;
        double total = scaled + part;
        compensation = Double.isInfinite(total) ? 0 : kept * compensation + KahanSum.lost(scaled, part, total);
        mean = total;
    }

    /** The mean; NaN of nothing. */
    public double value() {
        return moving ? mean + compensation : (sum + compensation) / count;
    }
}
