package dev.holdfast.forwarder.batch;

import dev.holdfast.storage.Labels;
import java.util.Arrays;

/**
 * Samples grouped by series, columnar, in arrays that are used again after {@link #clear()}: the steady state allocates
 * nothing. Series without samples leave no trace. One thread.
 */
public final class Batch {
    private Labels[] labels = new Labels[64];
    private int[] starts = new int[65]; // the first sample of each series, and the end of the last
    private int seriesCount;
    private long[] timestampsMs = new long[1024];
    private long[] valueBits = new long[1024];
    private int sampleCount;

    /** Forgets everything and keeps the room. */
    public void clear() {
        Arrays.fill(labels, 0, seriesCount, Labels.EMPTY);
        seriesCount = 0;
        sampleCount = 0;
    }

    /** Begins a series; the samples that follow are its own. */
    public void beginSeries(Labels identity) {
        if (seriesCount > 0 && starts[seriesCount - 1] == sampleCount) {
            seriesCount--; // the one before had no samples
        }
        if (seriesCount == labels.length) {
            labels = Arrays.copyOf(labels, seriesCount * 2);
            starts = Arrays.copyOf(starts, seriesCount * 2 + 1);
        }
        labels[seriesCount] = identity;
        starts[seriesCount] = sampleCount;
        seriesCount++;
    }

    /** Adds a sample to the series that was begun last; times rise. */
    public void add(long timestampMs, long bits) {
        if (seriesCount == 0) {
            throw new IllegalStateException("a sample before any series: timestampMs=" + timestampMs);
        }
        if (sampleCount > starts[seriesCount - 1] && timestampsMs[sampleCount - 1] >= timestampMs) {
            throw new IllegalArgumentException("samples out of order: series=" + labels[seriesCount - 1]
                    + " timestampMs=" + timestampMs + " after=" + timestampsMs[sampleCount - 1]);
        }
        if (sampleCount == timestampsMs.length) {
            timestampsMs = Arrays.copyOf(timestampsMs, sampleCount * 2);
            valueBits = Arrays.copyOf(valueBits, sampleCount * 2);
        }
        timestampsMs[sampleCount] = timestampMs;
        valueBits[sampleCount] = bits;
        sampleCount++;
    }

    /** Number of series that have samples. */
    public int seriesCount() {
        return seriesCount > 0 && starts[seriesCount - 1] == sampleCount ? seriesCount - 1 : seriesCount;
    }

    /** Number of samples. */
    public int sampleCount() {
        return sampleCount;
    }

    /** The identity of the series at an index in [0, {@link #seriesCount()}). */
    public Labels labels(int series) {
        return labels[series];
    }

    /** Index of the first sample of a series at or after a time; {@link #end} when there is none. */
    public int firstAtOrAfter(int series, long timestampMs) {
        int from = starts[series];
        int end = end(series);
        if (from == end || timestampsMs[from] >= timestampMs) {
            return from; // by far the most common: the whole series is asked for
        }
        int found = Arrays.binarySearch(timestampsMs, from, end, timestampMs);
        return found >= 0 ? found : -found - 1;
    }

    /** One after the index of a series' last sample. */
    public int end(int series) {
        return series + 1 < seriesCount ? starts[series + 1] : sampleCount;
    }

    /** The time of a sample, milliseconds since the epoch. */
    public long timestampMs(int sample) {
        return timestampsMs[sample];
    }

    /** The bits of a sample's value. */
    public long valueBits(int sample) {
        return valueBits[sample];
    }
}
