package dev.holdfast.storage;

import java.util.Arrays;

/**
 * The samples of one tick, columnar: one timestamp, and a value for each of some series.
 *
 * <p>Made once and filled again each tick, so that the steady state allocates nothing. A batch that names the same series
 * in the same order as the one before costs least, since the store keeps one time column for all of them. Not for
 * sharing between threads; the store copies what it needs before {@link Store#append} returns.
 */
public final class SampleBatch {
    /** Times lie within this many milliseconds of the epoch, some 285,000 years: arithmetic on them cannot overflow. */
    public static final long MAX_TIMESTAMP_MS = 1L << 53;

    private long timestampMs;
    private int size;
    private int[] refs;
    private long[] valueBits;

    /** A batch with room for some samples; it grows when that is too few. */
    public SampleBatch(int capacity) {
        refs = new int[capacity];
        valueBits = new long[capacity];
    }

    /**
     * Empties the batch and sets the time of what comes next, in milliseconds since the epoch.
     *
     * @throws IllegalArgumentException when it is further than {@link #MAX_TIMESTAMP_MS} from the epoch
     */
    public SampleBatch reset(long timestampMs) {
        requireTimestamp(timestampMs);
        this.timestampMs = timestampMs;
        size = 0;
        return this;
    }

    /** Refuses a time that would make a store unreadable, before it gets there. */
    static void requireTimestamp(long timestampMs) {
        if (timestampMs > MAX_TIMESTAMP_MS || timestampMs < -MAX_TIMESTAMP_MS) {
            throw new IllegalArgumentException("out of range: timestampMs=" + timestampMs);
        }
    }

    /** Adds a sample of a series that the store has given this ref; a series comes at most once in a batch. */
    public void add(int seriesRef, double value) {
        addBits(seriesRef, Double.doubleToRawLongBits(value));
    }

    /** As {@link #add}, with the bits of the value, for payloads of NaN that must not be touched. */
    public void addBits(int seriesRef, long bits) {
        if (size == refs.length) {
            int capacity = Math.max(16, size * 2);
            refs = Arrays.copyOf(refs, capacity);
            valueBits = Arrays.copyOf(valueBits, capacity);
        }
        refs[size] = seriesRef;
        valueBits[size] = bits;
        size++;
    }

    /** The time of all samples in the batch, milliseconds since the epoch. */
    public long timestampMs() {
        return timestampMs;
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** The series ref at an index in [0, {@link #size()}). */
    public int ref(int index) {
        return refs[index];
    }

    /** The bits of the value at an index in [0, {@link #size()}). */
    public long valueBits(int index) {
        return valueBits[index];
    }

    /** The array behind the refs, longer than {@link #size()} at times; for the store, which only reads it. */
    int[] refsArray() {
        return refs;
    }

    /** The array behind the values, as {@link #refsArray()}. */
    long[] valueBitsArray() {
        return valueBits;
    }
}
