package dev.holdfast.query;

import dev.holdfast.storage.Labels;

/** One series of a matrix and its samples in time order; never empty. */
public final class MatrixSeries {
    private final Labels labels;
    private final long[] timestampsMs;
    private final double[] values;

    /** A series; takes the arrays over, which must be of one length. */
    public MatrixSeries(Labels labels, long[] timestampsMs, double[] values) {
        if (timestampsMs.length != values.length) {
            throw new IllegalArgumentException(
                    "one value a timestamp: timestamps=" + timestampsMs.length + " values=" + values.length);
        }
        this.labels = labels;
        this.timestampsMs = timestampsMs;
        this.values = values;
    }

    /** Its identity. */
    public Labels labels() {
        return labels;
    }

    /** Number of samples. */
    public int size() {
        return timestampsMs.length;
    }

    /** Time of a sample, milliseconds since the epoch. */
    public long timestampMs(int index) {
        return timestampsMs[index];
    }

    /** Value of a sample. */
    public double value(int index) {
        return values[index];
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(labels.toString());
        for (int i = 0; i < values.length; i++) {
            out.append(' ').append(PromDouble.format(values[i])).append('@').append(timestampsMs[i]);
        }
        return out.toString();
    }
}
