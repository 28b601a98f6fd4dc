package dev.holdfast.storage;

/** One series of a {@link Snapshot}. Valid until the snapshot is closed; any thread, each cursor on one. */
public interface Series {
    /** Its identity. */
    Labels labels();

    /** A cursor over the samples with {@code fromInclusiveMs <= timestamp < toExclusiveMs}. */
    SampleCursor samples(long fromInclusiveMs, long toExclusiveMs);

    /**
     * The same for someone who wants at each moment the newest sample, and only when it passes a filter. Samples that do
     * not pass may be left out, so that whole chunks need not be read, but never so that an older sample takes their place:
     * for every moment, the newest sample at or before it that this cursor gives is the one that the plain cursor gives, or
     * neither of the two passes.
     */
    default SampleCursor samples(long fromInclusiveMs, long toExclusiveMs, ValueFilter filter) {
        return samples(fromInclusiveMs, toExclusiveMs);
    }
}
