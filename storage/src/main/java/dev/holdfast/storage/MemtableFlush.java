package dev.holdfast.storage;

import dev.holdfast.storage.encoding.Effort;
import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.index.SymbolTable;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.sstable.ChunkCutter;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes sorted samples as young sstables, one for each partition that they fall into. One thread.
 */
final class MemtableFlush {
    private final Directory directory;
    private final long partitionMs;
    private final RunNames names;

    /** Gives ids and temporary names to the files. */
    interface RunNames {
        long nextId();

        String temporaryName(long partitionFromMs, long id);
    }

    /** Where the samples of a series come from. */
    interface Source {
        /** The samples in a range, in time order, or null when there are none. */
        Memtable.@Nullable Samples samples(long fromInclusiveMs, long toExclusiveMs);

        /** Their extent; for sources that know it without the samples. */
        default Memtable.@Nullable Extent extent(long fromInclusiveMs, long toExclusiveMs) {
            Memtable.Samples samples = samples(fromInclusiveMs, toExclusiveMs);
            return samples == null ? null : samples.extent();
        }
    }

    private record Column(Memtable memtable, int ref) implements Source {
        @Override
        public Memtable.@Nullable Samples samples(long fromInclusiveMs, long toExclusiveMs) {
            return memtable.samples(ref, fromInclusiveMs, toExclusiveMs, Long.MAX_VALUE);
        }

        @Override
        public Memtable.@Nullable Extent extent(long fromInclusiveMs, long toExclusiveMs) {
            return memtable.extent(ref, fromInclusiveMs, toExclusiveMs);
        }
    }

    MemtableFlush(Directory directory, long partitionMs, RunNames names) {
        this.directory = directory;
        this.partitionMs = partitionMs;
        this.names = names;
    }

    /** Writes a memtable. On failure no file is left. */
    List<RunInfo> write(Memtable memtable, SeriesRegistry registry) throws IOException {
        SortedMap<Labels, Source> series = new TreeMap<>();
        for (int ref : memtable.refs()) {
            series.put(registry.labels(ref), new Column(memtable, ref));
        }
        return write(series, memtable.timeRange());
    }

    /** Writes some series, sorted, whose samples lie in a range. On failure no file is left. */
    List<RunInfo> write(SortedMap<Labels, Source> series, TimeRange range) throws IOException {
        List<RunInfo> runs = new ArrayList<>();
        try {
            long from = Math.floorDiv(range.fromInclusiveMs(), partitionMs) * partitionMs;
            while (from < range.toExclusiveMs()) {
                RunInfo run = writePartition(series, new TimeRange(from, from + partitionMs));
                if (run != null) {
                    runs.add(run);
                }
                from = nextPartition(series, from + partitionMs, range);
            }
            return runs;
        } catch (IOException | RuntimeException e) {
            for (RunInfo run : runs) {
                directory.delete(names.temporaryName(run.partition().fromInclusiveMs(), run.id()));
            }
            throw e;
        }
    }

    /** The start of the next partition with a sample: sparse data of many years must not be walked window by window. */
    private long nextPartition(SortedMap<Labels, Source> series, long fromMs, TimeRange range) {
        if (range.toExclusiveMs() - fromMs <= 16 * partitionMs) {
            return fromMs;
        }
        long earliest = range.toExclusiveMs();
        for (Source source : series.values()) {
            Memtable.Samples rest = source.samples(fromMs, range.toExclusiveMs());
            if (rest != null) {
                earliest = Math.min(earliest, rest.timestampsMs()[0]);
            }
        }
        return Math.max(fromMs, Math.floorDiv(earliest, partitionMs) * partitionMs);
    }

    private @Nullable RunInfo writePartition(SortedMap<Labels, Source> series, TimeRange partition) throws IOException {
        Set<String> strings = new TreeSet<>();
        long window = survey(series, partition, strings);
        if (window == 0) {
            return null;
        }
        long id = names.nextId();
        String name = names.temporaryName(partition.fromInclusiveMs(), id);
        boolean written = false;
        try (SstableWriter writer = new SstableWriter(
                directory, name, id, partition, RunInfo.LEVEL_YOUNG, 0, Effort.YOUNG, SymbolTable.of(strings))) {
            ChunkCutter cutter = new ChunkCutter(writer, partition, window);
            for (var entry : series.entrySet()) {
                Memtable.Samples samples =
                        entry.getValue().samples(partition.fromInclusiveMs(), partition.toExclusiveMs());
                if (samples != null) {
                    writer.beginSeries(entry.getKey());
                    cutter.add(samples.timestampsMs(), samples.valueBits(), samples.timestampsMs().length);
                    cutter.endSeries();
                }
            }
            RunInfo info = writer.finish(List.of());
            written = true;
            return info;
        } finally {
            if (!written) {
                directory.deleteIfExists(name);
            }
        }
    }

    /** Collects the strings of the labels; the distance of cuts for the densest series, 0 when the partition is empty. */
    private static long survey(SortedMap<Labels, Source> series, TimeRange partition, Set<String> strings) {
        long window = 0;
        for (var entry : series.entrySet()) {
            Memtable.Extent extent = entry.getValue().extent(partition.fromInclusiveMs(), partition.toExclusiveMs());
            if (extent != null) {
                entry.getKey().forEach((name, value) -> {
                    strings.add(name);
                    strings.add(value);
                });
                long wanted =
                        ChunkCutter.windowMs(partition, ChunkCutter.YOUNG_SAMPLES, extent.count() - 1, extent.spanMs());
                window = window == 0 ? wanted : Math.min(window, wanted);
            }
        }
        return window;
    }
}
