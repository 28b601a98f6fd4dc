package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CompactionPlan;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.sstable.BlockCache;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.sstable.SstableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Collects samples up to a bound, writes them as young sstables that nobody sees yet, and merges these where they become
 * many. One thread.
 */
final class SstableLoader implements BulkLoader {
    static final int MAX_BUFFERED_SAMPLES = 1 << 21;

    private static final int MAX_RUNS_OF_A_PARTITION = 8;

    private final Directory directory;
    private final long partitionMs;
    private final StoreMaintenance maintenance;
    private final int maxSeries;
    private final boolean forward;
    private final int maxBufferedSamples;
    private final Map<Labels, Buffer> buffers = new HashMap<>();
    private final Set<Labels> seen = new HashSet<>(); // bounded by maxSeries
    private final List<RunInfo> runs = new ArrayList<>();
    private int buffered;
    private long added;
    private @Nullable Labels lastLabels;
    private @Nullable Buffer lastBuffer;

    SstableLoader(
            Directory directory,
            long partitionMs,
            int maxSeries,
            StoreMaintenance maintenance,
            boolean forward,
            int maxBufferedSamples) {
        this.directory = directory;
        this.partitionMs = partitionMs;
        this.maxSeries = maxSeries;
        this.maintenance = maintenance;
        this.forward = forward;
        this.maxBufferedSamples = maxBufferedSamples;
    }

    /** The samples of one series as they came. */
    private static final class Buffer implements MemtableFlush.Source {
        long[] timestampsMs = new long[16];
        long[] valueBits = new long[16];
        int count;
        boolean inOrder = true;

        void add(long timestampMs, long bits) {
            if (count == timestampsMs.length) {
                timestampsMs = Arrays.copyOf(timestampsMs, count * 2);
                valueBits = Arrays.copyOf(valueBits, count * 2);
            }
            inOrder &= count == 0 || timestampMs > timestampsMs[count - 1];
            timestampsMs[count] = timestampMs;
            valueBits[count] = bits;
            count++;
        }

        /** Puts the samples in the order of time; of several at one time the last that came stays. */
        void sort() {
            if (inOrder) {
                return;
            }
            Integer[] order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(timestampsMs[a], timestampsMs[b])); // stable
            long[] times = new long[count];
            long[] bits = new long[count];
            int kept = 0;
            for (int i : order) {
                if (kept > 0 && times[kept - 1] == timestampsMs[i]) {
                    kept--;
                }
                times[kept] = timestampsMs[i];
                bits[kept] = valueBits[i];
                kept++;
            }
            timestampsMs = times;
            valueBits = bits;
            count = kept;
            inOrder = true;
        }

        @Override
        public Memtable.@Nullable Samples samples(long fromInclusiveMs, long toExclusiveMs) {
            int from = lowerBound(fromInclusiveMs);
            int to = lowerBound(toExclusiveMs);
            return from == to
                    ? null
                    : new Memtable.Samples(
                            Arrays.copyOfRange(timestampsMs, from, to), Arrays.copyOfRange(valueBits, from, to));
        }

        private int lowerBound(long timestampMs) {
            int at = Arrays.binarySearch(timestampsMs, 0, count, timestampMs);
            return at < 0 ? -at - 1 : at;
        }
    }

    @Override
    public void add(Labels labels, long timestampMs, long valueBits) throws IOException {
        SampleBatch.requireTimestamp(timestampMs);
        Buffer buffer = lastBuffer;
        if (buffer == null || !labels.equals(lastLabels)) {
            buffer = buffers.get(labels);
            if (buffer == null) {
                admit(labels);
                buffer = new Buffer();
                buffers.put(labels, buffer);
            }
            lastBuffer = buffer;
            lastLabels = labels;
        }
        buffer.add(timestampMs, valueBits);
        added++;
        if (++buffered >= maxBufferedSamples) {
            spill();
            mergeWhereAtLeast(MAX_RUNS_OF_A_PARTITION);
        }
    }

    private void admit(Labels labels) {
        if (seen.contains(labels)) {
            return;
        }
        SeriesLimit.checkLabels(labels);
        if (maxSeries > 0 && seen.size() >= maxSeries) {
            throw SeriesLimitException.tooMany(labels, maxSeries);
        }
        seen.add(labels);
    }

    private void spill() throws IOException {
        if (buffered == 0) {
            return;
        }
        SortedMap<Labels, MemtableFlush.Source> sorted = new TreeMap<>();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (Map.Entry<Labels, Buffer> entry : buffers.entrySet()) {
            Buffer buffer = entry.getValue();
            buffer.sort();
            from = Math.min(from, buffer.timestampsMs[0]);
            to = Math.max(to, buffer.timestampsMs[buffer.count - 1] + 1);
            sorted.put(entry.getKey(), buffer);
        }
        List<RunInfo> written =
                new MemtableFlush(directory, partitionMs, maintenance.names()).write(sorted, new TimeRange(from, to));
        maintenance.writes().flushed(written);
        runs.addAll(written);
        buffers.clear();
        lastBuffer = null;
        buffered = 0;
    }

    /** Merges the runs of every partition that has so many. */
    private void mergeWhereAtLeast(int count) throws IOException {
        SortedMap<Long, List<RunInfo>> partitions = new TreeMap<>();
        for (RunInfo run : runs) {
            partitions
                    .computeIfAbsent(run.partition().fromInclusiveMs(), from -> new ArrayList<>())
                    .add(run);
        }
        for (List<RunInfo> partition : partitions.values()) {
            if (partition.size() >= count) {
                merge(partition);
            }
        }
    }

    private void merge(List<RunInfo> partition) throws IOException {
        List<Run> inputs = new ArrayList<>();
        try {
            for (RunInfo info : partition) {
                String name = temporaryName(info);
                inputs.add(new Run(info, new SstableReader(directory.open(name), new BlockCache(1 << 20))));
            }
            List<Damage> damages = new ArrayList<>();
            CompactionPlan plan =
                    new CompactionPlan(partition.get(0).partition(), RunInfo.LEVEL_YOUNG, List.copyOf(partition));
            RunInfo merged = maintenance.merge(inputs, plan, damages::add).orElse(null);
            if (!damages.isEmpty() || merged == null) {
                throw new IOException("what was just written cannot be read: " + damages);
            }
            runs.removeAll(partition);
            runs.add(merged);
            for (RunInfo info : partition) {
                directory.delete(temporaryName(info));
            }
        } finally {
            inputs.forEach(Run::release);
        }
    }

    private String temporaryName(RunInfo info) {
        return maintenance.names().temporaryName(info.partition().fromInclusiveMs(), info.id());
    }

    @Override
    public long finish() throws IOException {
        spill();
        mergeWhereAtLeast(2);
        maintenance.exclusively(() -> {
            for (RunInfo run : List.copyOf(runs)) {
                if (maintenance.isOvertaken(run)) {
                    // Older data was merged into a newer run meanwhile: what was loaded gets a newer number still.
                    merge(List.of(run));
                }
            }
            if (!runs.isEmpty()) {
                maintenance.commitLoaded(List.copyOf(runs), added, forward);
            }
            runs.clear();
        });
        return added;
    }

    @Override
    public void close() throws IOException {
        buffers.clear();
        for (RunInfo run : runs) {
            directory.deleteIfExists(temporaryName(run)); // a commit that failed has tidied up after itself
        }
        runs.clear();
    }
}
