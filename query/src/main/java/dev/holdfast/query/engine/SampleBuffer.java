package dev.holdfast.query.engine;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import java.util.Arrays;

/** Collects the samples of one series after another; stale markers are left out. */
final class SampleBuffer {
    private static final int SAMPLE_BYTES = 16;
    private static final int INITIAL_CAPACITY = 64;

    private final Limits limits;
    private long[] timesMs = new long[INITIAL_CAPACITY];
    private double[] values = new double[INITIAL_CAPACITY];
    private int size;

    SampleBuffer(Limits limits) {
        this.limits = limits;
    }

    /** Forgets what it has and takes what a cursor gives; each sample counts in the budget. */
    void fill(SampleCursor cursor) {
        size = 0;
        while (cursor.next()) {
            limits.work(1);
            if (cursor.valueBits() == Absent.BITS) {
                continue;
            }
            limits.budget().take(1);
            if (size == values.length) {
                limits.budget().takeBytes((long) SAMPLE_BYTES * size);
                timesMs = Arrays.copyOf(timesMs, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            timesMs[size] = cursor.timestampMs();
            values[size++] = cursor.value();
        }
    }

    int size() {
        return size;
    }

    /** A copy under some labels, whose values are counted already. */
    MatrixSeries toSeries(Labels labels) {
        limits.budget().takeBytes((long) size * (SAMPLE_BYTES - 8));
        return new MatrixSeries(labels, Arrays.copyOf(timesMs, size), Arrays.copyOf(values, size));
    }

    /** Lets go of its arrays. */
    void close() {
        limits.budget().giveBytes((long) SAMPLE_BYTES * (values.length - INITIAL_CAPACITY));
    }
}
