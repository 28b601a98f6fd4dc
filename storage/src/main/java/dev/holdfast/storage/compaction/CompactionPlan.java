package dev.holdfast.storage.compaction;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;

/**
 * Runs to be merged into one.
 *
 * @param partition the window of the result; contains those of the inputs
 * @param level of the result, see {@link RunInfo}
 * @param tier of the result: 0 keeps every sample, else samples give way to the rows of that rollup tier
 * @param inputs runs, the oldest first; one that is thinned itself is alone
 */
public record CompactionPlan(TimeRange partition, int level, int tier, List<RunInfo> inputs) {
    /** To be merged with every sample. */
    public CompactionPlan(TimeRange partition, int level, List<RunInfo> inputs) {
        this(partition, level, 0, inputs);
    }

    /** Size of the inputs together, bytes. */
    public long inputBytes() {
        long bytes = 0;
        for (RunInfo input : inputs) {
            bytes += input.sizeBytes();
        }
        return bytes;
    }
}
