package dev.holdfast.storage;

/**
 * Walks the samples of one series in time order, without duplicates.
 *
 * <p>Starts before the first sample. One thread at a time. Valid until its {@link Snapshot} is closed. Damaged data is
 * skipped and named in {@link Snapshot#damages()}.
 */
public interface SampleCursor {
    /** Moves to the next sample; false at the end. */
    boolean next();

    /** Moves to the first sample at or after a time when that is ahead, by skipping rather than decoding; else stays. */
    default boolean seek(long timestampMs) {
        boolean has = true;
        while (has && timestampMs() < timestampMs) {
            has = next();
        }
        return has;
    }

    /** Time of the current sample, milliseconds since the epoch; Long.MIN_VALUE before the first {@link #next()}. */
    long timestampMs();

    /** Bits of the current value, exactly as appended. */
    long valueBits();

    /**
     * Moves on by several samples, and gives them: for who takes all of a series.
     *
     * @param timestampsMs takes their times, from index 0
     * @param valueBits takes their values
     * @return how many: as many as are at hand, no more than either array holds, 0 only at the end
     */
    default int next(long[] timestampsMs, long[] valueBits) {
        int count = 0;
        while (count < timestampsMs.length && next()) {
            timestampsMs[count] = timestampMs();
            valueBits[count++] = valueBits();
        }
        return count;
    }

    /** The current value. */
    default double value() {
        return Double.longBitsToDouble(valueBits());
    }
}
