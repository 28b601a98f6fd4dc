package dev.holdfast.query.engine;

import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import java.util.Arrays;

/** A series with a place for each step of a grid. */
final class StepSeries {
    private final Labels labels;
    private final double[] values;

    /** A series; the values are {@link Absent#VALUE} where there is none, and belong to whoever holds the series. */
    StepSeries(Labels labels, double[] values) {
        this.labels = labels;
        this.values = values;
    }

    /** Its identity. */
    Labels labels() {
        return labels;
    }

    /** The value at each step; not a copy. */
    double[] values() {
        return values;
    }

    /** An array of absent values. */
    static double[] none(int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, Absent.VALUE);
        return values;
    }

    /** The same values under other labels. */
    StepSeries withLabels(Labels newLabels) {
        return newLabels.equals(labels) ? this : new StepSeries(newLabels, values);
    }

    /** Whether there is a value at a step. */
    boolean has(int step) {
        return Absent.isNot(values[step]);
    }

    /** Whether there is no value at any step. */
    boolean isEmpty() {
        return isEmpty(values);
    }

    /** Whether all values are absent. */
    static boolean isEmpty(double[] values) {
        for (double value : values) {
            if (Absent.isNot(value)) {
                return false;
            }
        }
        return true;
    }
}
