package dev.holdfast.storage.memtable;

import dev.holdfast.storage.SampleCursor;

/** Walks samples that are in arrays. One thread. */
public final class ArrayCursor implements SampleCursor {
    private final Memtable.Samples samples;
    private int index = -1;

    /** Over samples in time order. */
    public ArrayCursor(Memtable.Samples samples) {
        this.samples = samples;
    }

    @Override
    public boolean next() {
        if (index < samples.timestampsMs().length) {
            index++;
        }
        return index < samples.timestampsMs().length;
    }

    @Override
    public boolean seek(long timestampMs) {
        long[] times = samples.timestampsMs();
        int low = Math.max(index, 0);
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        index = low;
        return index < times.length;
    }

    @Override
    public long timestampMs() {
        return index < 0 ? Long.MIN_VALUE : samples.timestampsMs()[index];
    }

    @Override
    public long valueBits() {
        return samples.valueBits()[index];
    }
}
