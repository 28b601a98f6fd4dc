package dev.holdfast.storage.compaction;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;

/**
 * Runs to be merged into one.
 *
 * @param partition the window of the result
 * @param level of the result, see {@link RunInfo}
 * @param inputs runs, the oldest first
 */
public record CompactionPlan(TimeRange partition, int level, List<RunInfo> inputs) {}
