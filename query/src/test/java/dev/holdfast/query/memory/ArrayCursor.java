package dev.holdfast.query.memory;

import dev.holdfast.storage.SampleCursor;

/** Samples in two arrays. */
public final class ArrayCursor implements SampleCursor {
    private final long[] timestampsMs;
    private final long[] bits;
    private int index = -1;

    /** A cursor before the first sample; times ascend. */
    public ArrayCursor(long[] timestampsMs, long[] bits) {
        this.timestampsMs = timestampsMs;
        this.bits = bits;
    }

    @Override
    public boolean next() {
        index++;
        return index < timestampsMs.length;
    }

    @Override
    public long timestampMs() {
        return index < 0 ? Long.MIN_VALUE : timestampsMs[index];
    }

    @Override
    public long valueBits() {
        return bits[index];
    }
}
