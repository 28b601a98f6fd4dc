package dev.holdfast.agent.chart;

import dev.holdfast.query.MatrixSeries;

/** A series as a row of bars, one character each: the shape of it, beside figures that say how high. */
public final class Sparkline {
    private Sparkline() {}

    /**
     * The bars of a span of time.
     *
     * <p>Each shows the mean of the values of its stretch, between the lowest and the highest of all bars; a stretch without a finite
     * value is a blank. A line without ups and downs is drawn at half height, or at the bottom when it is zero.
     */
    public static String of(MatrixSeries series, long fromMs, long toMs, int columns, Glyphs glyphs) {
        double[] sums = new double[columns];
        int[] counts = new int[columns];
        for (int i = 0; i < series.size(); i++) {
            double share = (double) (series.timestampMs(i) - fromMs) / Math.max(1, toMs - fromMs);
            int column = (int) Math.max(0, Math.min(columns - 1, Math.round(share * (columns - 1))));
            if (Double.isFinite(series.value(i))) {
                counts[column]++;
                sums[column] += (series.value(i) - sums[column]) / counts[column];
            }
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < columns; i++) {
            if (counts[i] > 0) {
                least = Math.min(least, sums[i]);
                most = Math.max(most, sums[i]);
            }
        }
        for (int i = 0; i < columns; i++) {
            sums[i] = counts[i] == 0 ? Double.NaN : sums[i];
        }
        return of(sums, least, most, glyphs);
    }

    /** Bars of such heights, between the least and the most that there is room for; NaN is a blank. */
    public static String of(double[] heights, double least, double most, Glyphs glyphs) {
        StringBuilder out = new StringBuilder(heights.length);
        for (double height : heights) {
            out.append(Double.isNaN(height) ? ' ' : bar(height, least, most, glyphs.bars()));
        }
        return out.toString();
    }

    private static char bar(double value, double least, double most, String bars) {
        int levels = bars.length();
        // Halves, since the difference of two huge values overflows.
        double height = most / 2 - least / 2;
        if (!(height > 0)) {
            return bars.charAt(value == 0 ? 0 : levels / 2 - 1);
        }
        return bars.charAt((int) Math.min(levels - 1, Math.floor((value / 2 - least / 2) / height * levels)));
    }
}
