package dev.holdfast.storage;

import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        Set<Long> partitions = new HashSet<>();
        long sstableBytes = 0;
        long sstableSamples = 0;
        long deleted = 0;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        int series = 0;
        long newest = Long.MIN_VALUE;
        for (Run run : version.runs()) {
            RunInfo info = run.info();
            partitions.add(info.partition().fromInclusiveMs());
            sstableBytes += info.sizeBytes();
            sstableSamples += info.sampleCount();
            deleted += Math.min(info.sampleCount(), version.tombstones().deletedSamples(info.id()));
            from = Math.min(from, info.range().fromInclusiveMs());
            to = Math.max(to, info.range().toExclusiveMs());
            if (info.partition().fromInclusiveMs() >= newest) {
                series = Math.max(newest == info.partition().fromInclusiveMs() ? series : 0, info.seriesCount());
                newest = info.partition().fromInclusiveMs();
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
