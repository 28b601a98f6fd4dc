package dev.holdfast.query.engine;

import java.util.Arrays;

/**
 * The moments at which an expression is evaluated.
 *
 * @param startMs the first
 * @param stepMs from one to the next; of no meaning for a single one
 * @param count how many; 0 for none
 */
record StepGrid(long startMs, long stepMs, int count) {
    /** A single moment. */
    static StepGrid single(long timeMs) {
        return new StepGrid(timeMs, 1, 1);
    }

    /** From a start to the last step that is not after an end; none when the end lies before the start. */
    static StepGrid between(long startMs, long endMs, long stepMs) {
        if (endMs < startMs) {
            return new StepGrid(startMs, stepMs, 0);
        }
        return new StepGrid(startMs, stepMs, Math.toIntExact(Math.subtractExact(endMs, startMs) / stepMs + 1));
    }

    /** The moment of a step. */
    long timeMs(int step) {
        return startMs + step * stepMs;
    }

    /** The last moment; one step before the start when there is none. */
    long endMs() {
        return timeMs(count - 1);
    }

    /** All moments. */
    long[] timesMs() {
        long[] timesMs = new long[count];
        for (int i = 0; i < count; i++) {
            timesMs[i] = timeMs(i);
        }
        return timesMs;
    }

    /** Some of the steps. */
    StepGrid part(int from, int length) {
        return new StepGrid(timeMs(from), stepMs, length);
    }

    /** The first moment alone. */
    StepGrid first() {
        return single(startMs);
    }

    /** Of numbers for the steps of this grid, those for a part of it. */
    double[] slice(double[] numbers, StepGrid part) {
        int from = Math.toIntExact((part.startMs - startMs) / stepMs);
        return part.count == count ? numbers : Arrays.copyOfRange(numbers, from, from + part.count);
    }
}
