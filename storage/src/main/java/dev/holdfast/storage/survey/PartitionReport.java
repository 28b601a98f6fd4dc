package dev.holdfast.storage.survey;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;

/**
 * A window of time and the sstables in it.
 *
 * @param window the time
 * @param runs its sstables, the oldest first
 */
public record PartitionReport(TimeRange window, List<RunInfo> runs) {
    /** Copies the list. */
    public PartitionReport {
        runs = List.copyOf(runs);
    }

    /** Whether it is merged into one sstable; else it takes data, or got some late. */
    public boolean isSealed() {
        return runs.size() == 1 && runs.get(0).isSealed();
    }

    /** Samples in it, those in several sstables counted in each. */
    public long samples() {
        return runs.stream().mapToLong(RunInfo::sampleCount).sum();
    }

    /** Size of its sstables. */
    public long bytes() {
        return runs.stream().mapToLong(RunInfo::sizeBytes).sum();
    }

    /** Series in the sstable that has most. */
    public int mostSeries() {
        return runs.stream().mapToInt(RunInfo::seriesCount).max().orElse(0);
    }
}
