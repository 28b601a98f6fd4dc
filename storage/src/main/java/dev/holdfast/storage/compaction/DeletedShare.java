package dev.holdfast.storage.compaction;

import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.tombstone.Tombstones;

/**
 * When deleted samples are reason enough to write a run anew. Pure functions.
 *
 * <p>By share, a delete costs at most eight times as many samples written as it freed. By age, what was deleted has left
 * the disk after about a day, and no run is written anew for that more often than once a day.
 */
public final class DeletedShare {
    /** A run of which so much is deleted is written anew at once, */
    static final double REWRITE_SHARE = 0.125;

    /** and one of which less is deleted so long after, milliseconds. */
    static final long REWRITE_AFTER_MS = 86_400_000L;

    private DeletedShare() {}

    /** Whether a run is to be written anew in the ordinary course. */
    public static boolean wantsRewrite(RunInfo run, Tombstones tombstones, long nowMs) {
        Long oldest = tombstones.oldestHitMs(run.id());
        return oldest != null
                && (tombstones.deletedSamples(run.id()) >= REWRITE_SHARE * run.sampleCount()
                        || Math.abs(nowMs - oldest) >= REWRITE_AFTER_MS); // also when the clock was set back
    }
}
