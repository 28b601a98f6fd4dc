package dev.holdfast.query.functions;

import dev.holdfast.query.QueryException;
import dev.holdfast.storage.SampleCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series in a stretch of time that slides forward; what a range function looks at.
 *
 * <p>Reads each sample of its cursor once. Stale markers are left out. The left end is excluded, the right end included. Used
 * for one series after another, so that its arrays are made once. Not for sharing between threads.
 *
 * <p>A function may look at each sample; one that has to do with many is quicker by {@link #total} or {@link #quantile}, which
 * keep what they have learnt of one window for the next. They give the same bits whatever windows came before.
 */
public final class Window {
    /** Up to so many samples, looking at each is as quick as anything. */
    static final int SHORT = 64;

    /** More resets than these are summed up by blocks: what looks like a counter and is none has as many as samples. */
    private static final int MANY_RESETS = 64;

    private static final int INITIAL_CAPACITY = 64;
    private static final int SAMPLE_BYTES = 24;
    private static final int SAMPLES_BETWEEN_CHECKS = 1024;

    /** Whoever runs the query: asked for memory and told of work. */
    public interface Host {
        /** How many samples may be held. */
        long maxSamples();

        /** Told how many samples are held, when they are the most so far. */
        void held(long samples);

        /** Asked before memory is allocated, or told, with a negative number, that it is let go of. */
        void bytes(long more);

        /** Told of steps of work, each about as much as adding a number; throws when the query has to stop. */
        void work(long steps);
    }

    private final Host host;
    private SampleCursor cursor = new NoSamples();
    private boolean hasNext;
    private long[] timesMs = new long[INITIAL_CAPACITY];
    private double[] values = new double[INITIAL_CAPACITY];
    /** At each sample, how many samples were smaller than the one before, since the window was last empty. */
    private int[] resets = new int[INITIAL_CAPACITY];

    /** At each sample, how many samples back the last of these is; a distance, so that it survives moving. */
    private int[] sinceReset = new int[INITIAL_CAPACITY];

    private int from;
    private int to;
    private long
            numberOfZero; // the number in its series, from where it was opened, of the sample at index 0 of the arrays
    private long startMs;
    private long endMs;
    private long evaluationMs;
    private long mostSamples;
    private long allocatedBytes;
    private @Nullable WindowBlocks blocks;
    private @Nullable WindowOrder order;

    /** A window over nothing. */
    public Window(Host host) {
        this.host = host;
    }

    /** Begins with another series, by a cursor that has not moved yet. */
    public void open(SampleCursor newCursor) {
        cursor = newCursor;
        hasNext = newCursor.next();
        from = 0;
        to = 0;
        numberOfZero = 0;
        mostSamples = 0;
        if (blocks != null) {
            blocks.clear();
        }
        if (order != null) {
            order.clear();
        }
    }

    /** Lets go of its memory. */
    public void close() {
        host.bytes(-allocatedBytes);
        allocatedBytes = 0;
    }

    /** Asks for memory. */
    void allocate(long bytes) {
        host.bytes(bytes);
        allocatedBytes += bytes;
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
            numberOfZero += to;
            from = 0;
            to = 0;
            if (hasNext && cursor.timestampMs() <= newStartMs) {
                hasNext = cursor.seek(newStartMs + 1);
            }
        }
        read(newEndMs);
        if (to - from > mostSamples) {
            mostSamples = size();
            host.held(mostSamples);
        }
    }

    private void read(long newEndMs) {
        long maxSamples = host.maxSamples();
        int unchecked = 0;
        while (hasNext && cursor.timestampMs() <= newEndMs) {
            if (cursor.valueBits() != Absent.BITS) {
                if (to - from >= maxSamples) {
                    throw QueryException.execution(
                            "query processing would load too many samples into memory in query execution");
                }
                append(cursor.timestampMs(), cursor.value());
            }
            if (++unchecked == SAMPLES_BETWEEN_CHECKS) {
                host.work(SAMPLES_BETWEEN_CHECKS);
                unchecked = 0;
            }
            hasNext = cursor.next();
        }
        host.work(unchecked);
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
        if (size > values.length / 2) {
            int capacity = Math.multiplyExact(values.length, 2);
            allocate((long) SAMPLE_BYTES * values.length);
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
            numberOfZero += from;
            from = 0;
            to = size;
        }
    }

    /** The number of the oldest sample in its series: stays with a sample while the window slides. */
    long firstNumber() {
        return numberOfZero + from;
    }

    /** The summary of all samples; valid until the next call. Of a window, ask for summaries of one fold only. */
    double[] total(WindowFold fold) {
        WindowBlocks known = blocks;
        if (known == null || known.fold() != fold) {
            known = new WindowBlocks(fold);
            blocks = known;
        }
        return known.total(this);
    }

    /** The quantile of the values: NaN for NaN, an infinity for one below 0 or above 1. */
    double quantile(double quantile) {
        if (Double.isNaN(quantile)) {
            return Double.NaN;
        }
        if (quantile < 0 || quantile > 1) {
            return quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        WindowOrder known = order;
        if (known == null) {
            known = new WindowOrder();
            order = known;
        }
        return known.quantile(this, quantile);
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

    /** What a counter lost in its resets: the sum of the values before them. */
    public double lostInResets() {
        if (resets() > MANY_RESETS) {
            return ChangeFold.lost(total(ChangeFold.INSTANCE));
        }
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

    private static final class NoSamples implements SampleCursor {
        @Override
        public boolean next() {
            return false;
        }

        @Override
        public long timestampMs() {
            return Long.MIN_VALUE;
        }

        @Override
        public long valueBits() {
            return Absent.BITS;
        }
    }
}
