package dev.holdfast.query.functions;

import dev.holdfast.query.QueryException;
import dev.holdfast.storage.SampleCursor;
import java.util.Arrays;

/**
 * The samples of one series in a stretch of time that slides forward; what a range function looks at.
 *
 * <p>Reads each sample of its cursor once. Stale markers are left out. The left end is excluded, the right end included.
 * Not for sharing between threads.
 */
public final class Window {
    private static final int INITIAL_CAPACITY = 64;

    private final SampleCursor cursor;
    private final long maxSamples;
    private boolean hasNext;
    private long[] timesMs = new long[INITIAL_CAPACITY];
    private double[] values = new double[INITIAL_CAPACITY];
    /** At each sample, how many samples were smaller than the one before, since the window was last empty. */
    private int[] resets = new int[INITIAL_CAPACITY];

    /** At each sample, how many samples back the last of these is; a distance, so that it survives moving. */
    private int[] sinceReset = new int[INITIAL_CAPACITY];

    private int from;
    private int to;
    private long startMs;
    private long endMs;
    private long evaluationMs;

    /**
     * A window over a cursor that has not moved yet.
     *
     * @param maxSamples how many it may hold before it refuses to
     */
    public Window(SampleCursor cursor, long maxSamples) {
        this.cursor = cursor;
        this.maxSamples = maxSamples;
        this.hasNext = cursor.next();
    }

    /**
     * Moves to (startMs, endMs], neither end before where it was.
     *
     * @param newEvaluationMs the time for which the function is computed
     */
    public void slide(long newStartMs, long newEndMs, long newEvaluationMs) {
        startMs = newStartMs;
        endMs = newEndMs;
        evaluationMs = newEvaluationMs;
        while (from < to && timesMs[from] <= newStartMs) {
            from++;
        }
        if (from == to) {
            from = 0;
            to = 0;
            if (hasNext && cursor.timestampMs() <= newStartMs) {
                hasNext = cursor.seek(newStartMs + 1);
            }
        }
        while (hasNext && cursor.timestampMs() <= newEndMs) {
            if (cursor.valueBits() != Absent.BITS) {
                append(cursor.timestampMs(), cursor.value());
            }
            hasNext = cursor.next();
        }
    }

    private void append(long timeMs, double value) {
        if (to == values.length) {
            makeRoom();
        }
        timesMs[to] = timeMs;
        values[to] = value;
        if (to == from) {
            resets[to] = 0;
            sinceReset[to] = 0; // no reset, but at the window's start it does not count as one
        } else if (value < values[to - 1]) {
            resets[to] = resets[to - 1] + 1;
            sinceReset[to] = 0;
        } else {
            resets[to] = resets[to - 1];
            sinceReset[to] = sinceReset[to - 1] + 1;
        }
        to++;
    }

    private void makeRoom() {
        int size = to - from;
        if (size >= maxSamples) {
            throw QueryException.execution(
                    "query processing would load too many samples into memory in query execution");
        }
        if (size > values.length / 2) {
            int capacity = Math.multiplyExact(values.length, 2);
            timesMs = Arrays.copyOf(timesMs, capacity);
            values = Arrays.copyOf(values, capacity);
            resets = Arrays.copyOf(resets, capacity);
            sinceReset = Arrays.copyOf(sinceReset, capacity);
        }
        if (from > 0) {
            System.arraycopy(timesMs, from, timesMs, 0, size);
            System.arraycopy(values, from, values, 0, size);
            System.arraycopy(resets, from, resets, 0, size);
            System.arraycopy(sinceReset, from, sinceReset, 0, size);
            from = 0;
            to = size;
        }
    }

    /** Number of samples. */
    public int size() {
        return to - from;
    }

    /** Time of a sample; index from 0, the oldest. */
    public long timeMs(int index) {
        return timesMs[from + index];
    }

    /** Value of a sample; index from 0, the oldest. */
    public double value(int index) {
        return values[from + index];
    }

    /** Value of the newest sample. */
    public double lastValue() {
        return values[to - 1];
    }

    /** Time of the newest sample. */
    public long lastTimeMs() {
        return timesMs[to - 1];
    }

    /** How many samples are smaller than the one before. */
    public int resets() {
        return resets[to - 1] - resets[from];
    }

    /** What a counter lost in its resets: the sum of the values before them. Costs a step for each reset. */
    public double lostInResets() {
        double lost = 0;
        int reset = to - 1 - sinceReset[to - 1];
        while (reset > from) {
            lost += values[reset - 1];
            reset = reset - 1 - sinceReset[reset - 1];
        }
        return lost;
    }

    /** Left end, excluded. */
    public long startMs() {
        return startMs;
    }

    /** Right end, included. */
    public long endMs() {
        return endMs;
    }

    /** The time for which the function is computed; differs from the right end under {@code offset} and {@code @}. */
    public long evaluationMs() {
        return evaluationMs;
    }

    /** Copies the values, oldest first, into an array that has room for them. */
    public void copyValues(double[] target) {
        System.arraycopy(values, from, target, 0, size());
    }
}
