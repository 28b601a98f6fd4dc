package dev.holdfast.storage;

/** One series of a {@link Snapshot}. Valid until the snapshot is closed; any thread, each cursor on one. */
public interface Series {
    /** Its identity. */
    Labels labels();

    /** A cursor over the samples with {@code fromInclusiveMs <= timestamp < toExclusiveMs}. */
    SampleCursor samples(long fromInclusiveMs, long toExclusiveMs);
}
