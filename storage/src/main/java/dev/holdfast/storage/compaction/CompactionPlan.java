package dev.holdfast.storage.compaction;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;

/**
 * Runs to be merged into one.
 *
 * @param partition the window of the result; contains those of the inputs
 * @param level of the result, see {@link RunInfo}
 * @param inputs runs, the oldest first
 */
public record CompactionPlan(TimeRange partition, int level, List<RunInfo> inputs) {
    /** Size of the inputs together, bytes. */
    public long inputBytes() {
        long bytes = 0;
        for (RunInfo input : inputs) {
            bytes += input.sizeBytes();
        }
        return bytes;
    }
}
