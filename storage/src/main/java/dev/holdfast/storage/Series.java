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

    /**
     * The newest sample of (fromExclusiveMs, toInclusiveMs], without decoding more than it must.
     *
     * @param into cleared here; has the last sample and the last stale marker, whichever is newer, and perhaps more
     */
    default void newest(long fromExclusiveMs, long toInclusiveMs, Aggregate into) {
        into.clear();
        SampleCursor cursor = samples(fromExclusiveMs + 1, toInclusiveMs + 1);
        while (cursor.next()) {
            into.add(cursor.timestampMs(), cursor.valueBits());
        }
    }

    /**
     * Adds up the samples of some stretches (from, to] without decoding more than it must.
     *
     * @param fromExclusiveMs where each stretch begins
     * @param toInclusiveMs where it ends; not after the beginning of the next
     * @param change whether {@link Aggregate#first()}, {@link Aggregate#firstTimeMs()} and {@link Aggregate#lost()} will be
     *     asked for; else they may say anything
     * @param into one for each stretch, cleared here
     */
    default void aggregate(long[] fromExclusiveMs, long[] toInclusiveMs, boolean change, Aggregate[] into) {
        if (fromExclusiveMs.length == 0) {
            return;
        }
        int last = toInclusiveMs.length - 1;
        SampleCursor cursor = samples(fromExclusiveMs[0] + 1, toInclusiveMs[last] + 1);
        boolean has = cursor.next();
        for (int i = 0; i <= last; i++) {
            into[i].clear();
            if (has && cursor.timestampMs() <= fromExclusiveMs[i]) {
                has = cursor.seek(fromExclusiveMs[i] + 1);
            }
            while (has && cursor.timestampMs() <= toInclusiveMs[i]) {
                into[i].add(cursor.timestampMs(), cursor.valueBits());
                has = cursor.next();
            }
        }
    }
}
