package dev.holdfast.storage.survey;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.sstable.BloomTotals;
import dev.holdfast.storage.sstable.ClassTotals;
import dev.holdfast.storage.sstable.SeriesClass;
import dev.holdfast.storage.sstable.SstableBytes;
import java.util.List;
import java.util.Map;

/**
 * What the bytes of a data directory are spent on.
 *
 * @param partitions by time, the oldest first
 * @param bytes parts of the sstables that could be read
 * @param classes the values in them by kind of series; kinds that do not occur are left out
 * @param chunks stretches of values in them
 * @param bloom their bloom filters
 * @param tombstones deletes that are not applied to every sstable yet
 * @param files everything in the directory by kind; kinds that do not occur are left out
 * @param unreadable sstables whose index could not be read, which bytes, classes, chunks and bloom lack
 */
public record StorageReport(
        List<PartitionReport> partitions,
        SstableBytes bytes,
        Map<SeriesClass, ClassTotals> classes,
        long chunks,
        BloomTotals bloom,
        int tombstones,
        Map<FileKind, FileTotals> files,
        List<Damage> unreadable) {
    /** Copies the collections. */
    public StorageReport {
        partitions = List.copyOf(partitions);
        classes = Map.copyOf(classes);
        files = Map.copyOf(files);
        unreadable = List.copyOf(unreadable);
    }

    /** Samples in all sstables. */
    public long samples() {
        return partitions.stream().mapToLong(PartitionReport::samples).sum();
    }

    /** Size of everything in the directory. */
    public long directoryBytes() {
        return files.values().stream().mapToLong(FileTotals::bytes).sum();
    }
}
