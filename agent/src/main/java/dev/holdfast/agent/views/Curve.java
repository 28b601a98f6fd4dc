package dev.holdfast.agent.views;

import dev.holdfast.query.MatrixSeries;
import java.util.Arrays;

/**
 * Values at the steps of a stretch of time; NaN where there is none. Immutable.
 *
 * @param fromMs time of the first step, milliseconds since the epoch
 * @param stepMs between two steps
 */
record Curve(long fromMs, long stepMs, double[] values) {
    /** The curve of a series that was evaluated at such steps. */
    static Curve of(MatrixSeries series, long fromMs, long toMs, long stepMs) {
        double[] values = new double[(int) ((toMs - fromMs) / stepMs) + 1];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < series.size(); i++) {
            values[(int) ((series.timestampMs(i) - fromMs) / stepMs)] = series.value(i);
        }
        return new Curve(fromMs, stepMs, values);
    }

    long timeMs(int index) {
        return fromMs + index * stepMs;
    }

    int size() {
        return values.length;
    }

    double value(int index) {
        return values[index];
    }

    /** Those that are numbers, sorted. */
    double[] sorted() {
        return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    }

    double average() {
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /** Where the highest is; -1 when there is none. */
    int highest() {
        int highest = -1;
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i]) && (highest < 0 || values[i] > values[highest])) {
                highest = i;
            }
        }
        return highest;
    }

    double max() {
        return highest() < 0 ? Double.NaN : values[highest()];
    }

    /** The highest of the values that fall on each of so many columns; NaN where there is none. */
    double[] peaks(int columns) {
        double[] peaks = new double[columns];
        Arrays.fill(peaks, Double.NaN);
        for (int i = 0; i < columns; i++) {
            int to = Math.max(i * values.length / columns + 1, (i + 1) * values.length / columns);
            for (int j = i * values.length / columns; j < to; j++) {
                peaks[i] = Double.isFinite(values[j]) && !(peaks[i] >= values[j]) ? values[j] : peaks[i];
            }
        }
        return peaks;
    }

    /** The value below which a share of them lies. */
    double quantile(double share) {
        double[] sorted = sorted();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** The last that is a number, of the last few; else NaN. */
    double last() {
        for (int i = values.length - 1; i >= Math.max(0, values.length - 3); i--) {
            if (Double.isFinite(values[i])) {
                return values[i];
            }
        }
        return Double.NaN;
    }
}
