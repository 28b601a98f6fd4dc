package dev.holdfast.agent.chart;

import dev.holdfast.query.MatrixSeries;

/**
 * What a legend says of a series. Of the finite values, but for the last, which is the last whatever it is.
 *
 * @param min the smallest; NaN when there is none
 * @param avg their mean; NaN when there is none
 * @param max the largest; NaN when there is none
 * @param last the last value
 */
public record SeriesStats(double min, double avg, double max, double last) {
    /** The statistics of a series of at least one value. */
    public static SeriesStats of(MatrixSeries series) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double mean = 0;
        int count = 0;
        for (int i = 0; i < series.size(); i++) {
            double value = series.value(i);
            if (Double.isFinite(value)) {
                count++;
                min = Math.min(min, value);
                max = Math.max(max, value);
                // Step by step, so that large values do not overflow their sum.
                mean += value / count - mean / count;
            }
        }
        double last = series.size() == 0 ? Double.NaN : series.value(series.size() - 1);
        return count == 0
                ? new SeriesStats(Double.NaN, Double.NaN, Double.NaN, last)
                : new SeriesStats(min, mean, max, last);
    }
}
