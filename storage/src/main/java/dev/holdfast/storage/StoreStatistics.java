package dev.holdfast.storage;

import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.List;

/** Adds up what there is. */
final class StoreStatistics {
    private StoreStatistics() {}

    static StoreStats of(
            Version version,
            List<Memtable> memtables,
            long walBytes,
            String degraded,
            long refusedSamples,
            long refusedSeries,
            List<Damage> damages) {
        List<Partition> partitions = Partition.of(version.infos());
        long sstableBytes = 0;
        long sstableSamples = 0;
        long deleted = 0;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        int series = 0;
        for (Run run : version.runs()) {
            RunInfo info = run.info();
            sstableBytes += info.sizeBytes();
            sstableSamples += info.sampleCount();
            deleted += Math.min(info.sampleCount(), version.tombstones().deletedSamples(info.id()));
            from = Math.min(from, info.range().fromInclusiveMs());
            to = Math.max(to, info.range().toExclusiveMs());
        }
        if (!partitions.isEmpty()) {
            for (RunInfo info : partitions.get(partitions.size() - 1).runs()) {
                series = Math.max(series, info.seriesCount());
            }
        }
        long unflushed = 0;
        for (Memtable memtable : memtables) {
            if (!memtable.isEmpty()) {
                unflushed += memtable.sampleCount();
                series = Math.max(series, memtable.seriesCount());
                from = Math.min(from, memtable.timeRange().fromInclusiveMs());
                to = Math.max(to, memtable.timeRange().toExclusiveMs());
            }
        }
        return new StoreStats(
                series,
                sstableSamples + unflushed,
                unflushed,
                partitions.size(),
                version.runs().size(),
                sstableBytes,
                sstableSamples,
                walBytes,
                sstableBytes + walBytes,
                from > to ? new TimeRange(0, 0) : new TimeRange(from, to),
                degraded,
                refusedSamples,
                refusedSeries,
                deleted,
                damages);
    }
}
