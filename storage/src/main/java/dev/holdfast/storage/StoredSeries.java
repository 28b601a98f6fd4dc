package dev.holdfast.storage;

import dev.holdfast.storage.compaction.CursorPart;
import dev.holdfast.storage.memtable.ArrayCursor;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.memtable.MemtableSeries;
import dev.holdfast.storage.sstable.AggregationBuffers;
import dev.holdfast.storage.sstable.ChunkRef;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.SstableAggregator;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.tombstone.DeletedRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A series of a snapshot, and where its samples are: runs and memtables. */
final class StoredSeries implements Series {
    private static final Stored[] NO_RUNS = {};
    private static final MemtableSeries[] NO_MEMTABLES = {};

    private final StoreSnapshot snapshot;
    private final Labels labels;
    private final SelectionTally selection;
    private Stored[] runs = NO_RUNS; // the oldest first
    private MemtableSeries[] memtables = NO_MEMTABLES; // the oldest first, newer than the runs

    StoredSeries(StoreSnapshot snapshot, Labels labels, SelectionTally selection) {
        this.snapshot = snapshot;
        this.labels = labels;
        this.selection = selection;
    }

    /** The series in a run, what of it is deleted, and where what is read of it is counted. */
    private record Stored(SstableSeries run, DeletedRanges deleted, ReadTally tally) {}

    /** Adds a source that is newer than those before. */
    void add(SstableSeries run, DeletedRanges deleted, ReadTally tally) {
        runs = Arrays.copyOf(runs, runs.length + 1); // few
        runs[runs.length - 1] = new Stored(run, deleted, tally);
    }

    /** Adds a source that is newer than those before. */
    void add(MemtableSeries memtable) {
        memtables = Arrays.copyOf(memtables, memtables.length + 1);
        memtables[memtables.length - 1] = memtable;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
        return samples(fromInclusiveMs, toExclusiveMs, ValueFilter.ANY);
    }

    @Override
    public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs, ValueFilter filter) {
        selection.filter(filter);
        return CursorPart.join(parts(fromInclusiveMs, toExclusiveMs), filter);
    }

    @Override
    public void aggregate(long[] fromExclusiveMs, long[] toInclusiveMs, boolean change, Aggregate[] into) {
        int stretches = fromExclusiveMs.length;
        for (int i = 0; i < stretches; i++) {
            into[i].clear();
        }
        if (stretches == 0) {
            return;
        }
        TimeRange range = new TimeRange(fromExclusiveMs[0] + 1, toInclusiveMs[stretches - 1] + 1);
        List<CursorPart> parts = parts(range.fromInclusiveMs(), range.toExclusiveMs());
        AggregationBuffers buffers = snapshot.takeBuffers();
        for (CursorPart.Group group : CursorPart.groups(parts)) {
            int first = firstFrom(toInclusiveMs, group.range().fromInclusiveMs());
            int end = firstFrom(fromExclusiveMs, group.range().toExclusiveMs() - 1);
            SstableSeries run = group.onlyRun();
            if (run != null) {
                new SstableAggregator(run, range, change, tallyOf(run), snapshot, buffers)
                        .add(fromExclusiveMs, toInclusiveMs, first, end, into);
            } else {
                addSamples(group.open(ValueFilter.ANY), fromExclusiveMs, toInclusiveMs, first, end, into);
            }
        }
        snapshot.giveBuffers(buffers);
    }

    /** The first of some rising moments that is not before another. */
    private static int firstFrom(long[] momentsMs, long timestampMs) {
        int low = 0;
        int high = momentsMs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (momentsMs[middle] < timestampMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void addSamples(
            SampleCursor cursor, long[] fromExclusiveMs, long[] toInclusiveMs, int first, int end, Aggregate[] into) {
        boolean has = cursor.next();
        for (int i = first; i < end && has; i++) {
            if (cursor.timestampMs() <= fromExclusiveMs[i]) {
                has = cursor.seek(fromExclusiveMs[i] + 1);
            }
            while (has && cursor.timestampMs() <= toInclusiveMs[i]) {
                into[i].add(cursor.timestampMs(), cursor.valueBits());
                has = cursor.next();
            }
        }
    }

    @Override
    public void newest(long fromExclusiveMs, long toInclusiveMs, Aggregate into) {
        into.clear();
        if (memtables.length == 1 && !runsReach(fromExclusiveMs)) {
            snapshot.checkOpen();
            memtables[0].newest(fromExclusiveMs + 1, toInclusiveMs + 1, snapshot.sequence(), into);
            selection.memtableSamples(1);
            return;
        }
        if (memtables.length == 0 && runs.length == 1 && runs[0].deleted.isEmpty()) {
            snapshot.checkOpen();
            TimeRange range = new TimeRange(fromExclusiveMs + 1, Math.max(fromExclusiveMs + 1, toInclusiveMs + 1));
            if (!runs[0].run.mayHave(range) || newestByStatistics(runs[0].run, toInclusiveMs, into)) {
                return;
            }
        }
        List<CursorPart.Group> groups = CursorPart.groups(parts(fromExclusiveMs + 1, toInclusiveMs + 1));
        for (int i = groups.size() - 1; i >= 0 && into.lastTimeMs() == into.staleTimeMs(); i--) {
            CursorPart.Group group = groups.get(i);
            SstableSeries run = group.onlyRun();
            if (run == null || !newestByStatistics(run, toInclusiveMs, into)) {
                SampleCursor cursor = group.open(ValueFilter.ANY);
                while (cursor.next()) {
                    into.add(cursor.timestampMs(), cursor.valueBits());
                }
            }
        }
    }

    private boolean runsReach(long fromExclusiveMs) {
        for (Stored stored : runs) {
            int chunks = stored.run.chunkCount();
            if (chunks > 0 && stored.run.chunk(chunks - 1).maxTimestampMs() > fromExclusiveMs) {
                return true;
            }
        }
        return false;
    }

    /** The last sample of a chunk that ends before a moment is in the index. */
    private boolean newestByStatistics(SstableSeries run, long toInclusiveMs, Aggregate into) {
        int index = run.firstChunkEndingAtOrAfter(toInclusiveMs + 1) - 1;
        boolean reached = index + 1 < run.chunkCount() && run.chunk(index + 1).minTimestampMs() <= toInclusiveMs;
        if (index < 0 || reached || !run.chunk(index).stats().known()) {
            return false;
        }
        ChunkRef chunk = run.chunk(index);
        into.add(chunk.maxTimestampMs(), chunk.stats().lastBits());
        tallyOf(run).answeredByStatistics(chunk);
        return true;
    }

    private ReadTally tallyOf(SstableSeries run) {
        for (Stored stored : runs) {
            if (stored.run == run) {
                return stored.tally;
            }
        }
        throw new IllegalStateException("a run of another series: " + run.labels());
    }

    /** The sources that have something in a range, the oldest first. */
    private List<CursorPart> parts(long fromInclusiveMs, long toExclusiveMs) {
        snapshot.checkOpen();
        TimeRange range = new TimeRange(fromInclusiveMs, Math.max(fromInclusiveMs, toExclusiveMs));
        List<CursorPart> parts = new ArrayList<>(runs.length + memtables.length);
        for (Stored stored : runs) {
            SstableSeries run = stored.run;
            if (run.mayHave(range, stored.deleted)) {
                TimeRange span = new TimeRange(
                        run.chunk(0).minTimestampMs(),
                        run.chunk(run.chunkCount() - 1).maxTimestampMs() + 1);
                parts.add(new CursorPart(
                        span,
                        filter -> SstableCursor.live(
                                run,
                                range.fromInclusiveMs(),
                                range.toExclusiveMs(),
                                snapshot,
                                stored.deleted,
                                filter,
                                stored.tally),
                        stored.deleted.isEmpty() ? run : null));
            }
        }
        for (MemtableSeries memtable : memtables) {
            Memtable.Samples samples =
                    memtable.samples(range.fromInclusiveMs(), range.toExclusiveMs(), snapshot.sequence());
            if (samples != null) {
                long[] times = samples.timestampsMs();
                selection.memtableSamples(times.length);
                parts.add(new CursorPart(
                        new TimeRange(times[0], times[times.length - 1] + 1),
                        filter -> new ArrayCursor(samples),
                        null));
            }
        }
        return parts;
    }
}
