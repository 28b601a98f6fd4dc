package dev.holdfast.storage.encoding;

import java.util.Arrays;

/**
 * Rows of a rollup, by column: what the samples of a series come to in each of some windows of time. No value among the
 * samples is NaN or infinite. Public arrays' content counts up to {@link #count()}; not for sharing between threads.
 */
public final class RollupRows {
    private int count;
    private boolean changeKnown;
    private long[] firstTimesMs = new long[0];
    private long[] lastTimesMs = new long[0];
    private long[] counts = new long[0];
    private double[] sums = new double[0];
    private double[] mins = new double[0];
    private double[] maxs = new double[0];
    private double[] firsts = new double[0];
    private double[] lasts = new double[0];
    private double[] losts = new double[0];

    /** No rows. */
    public RollupRows() {}

    /** Makes room for rows, which then have no content that means anything. */
    public void resize(int rows) {
        if (counts.length < rows) {
            int capacity = Math.max(rows, counts.length * 2);
            firstTimesMs = Arrays.copyOf(firstTimesMs, capacity);
            lastTimesMs = Arrays.copyOf(lastTimesMs, capacity);
            counts = Arrays.copyOf(counts, capacity);
            sums = Arrays.copyOf(sums, capacity);
            mins = Arrays.copyOf(mins, capacity);
            maxs = Arrays.copyOf(maxs, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
            losts = Arrays.copyOf(losts, capacity);
        }
        count = rows;
    }

    /** Puts a row in the place of another. */
    public void copyRow(int from, int to) {
        firstTimesMs[to] = firstTimesMs[from];
        lastTimesMs[to] = lastTimesMs[from];
        counts[to] = counts[from];
        sums[to] = sums[from];
        mins[to] = mins[from];
        maxs[to] = maxs[from];
        firsts[to] = firsts[from];
        lasts[to] = lasts[from];
        losts[to] = losts[from];
    }

    /** Number of rows. */
    public int count() {
        return count;
    }

    /** Whether {@link #firstTimesMs}, {@link #firsts} and {@link #losts} say something. */
    public boolean changeKnown() {
        return changeKnown;
    }

    /** Says whether they do. */
    public void changeKnown(boolean known) {
        changeKnown = known;
    }

    /** Time of the first sample of each window. */
    public long[] firstTimesMs() {
        return firstTimesMs;
    }

    /** Time of the last sample of each window, rising. */
    public long[] lastTimesMs() {
        return lastTimesMs;
    }

    /** Samples of each window, at least one. */
    public long[] counts() {
        return counts;
    }

    /** Sum of the samples, to the last but one bit. */
    public double[] sums() {
        return sums;
    }

    /** Smallest sample. */
    public double[] mins() {
        return mins;
    }

    /** Largest sample. */
    public double[] maxs() {
        return maxs;
    }

    /** First sample. */
    public double[] firsts() {
        return firsts;
    }

    /** Last sample. */
    public double[] lasts() {
        return lasts;
    }

    /** Sum of the samples before those that are smaller: what a counter lost in resets. */
    public double[] losts() {
        return losts;
    }
}
