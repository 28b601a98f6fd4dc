package dev.holdfast.storage;

import dev.holdfast.storage.compaction.ConcatCursor;
import dev.holdfast.storage.compaction.MergeCursor;
import dev.holdfast.storage.memtable.ArrayCursor;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.sstable.SstableAggregator;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A series of a snapshot, and where its samples are: runs and memtables. */
final class StoredSeries implements Series {
    private final StoreSnapshot snapshot;
    private final Labels labels;
    private final List<SstableSeries> runs = new ArrayList<>(2); // the oldest first
    private final List<Memtable> memtables = new ArrayList<>(1); // the oldest first, newer than the runs
    private int ref = -1;

    StoredSeries(StoreSnapshot snapshot, Labels labels) {
        this.snapshot = snapshot;
        this.labels = labels;
    }

    /** Adds a source that is newer than those before. */
    void add(SstableSeries run) {
        runs.add(run);
    }

    /** Adds a source that is newer than those before. */
    void add(Memtable memtable, int refOfSeries) {
        memtables.add(memtable);
        ref = refOfSeries;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    /**
     * One source and the time that its samples span.
     *
     * @param run the source, when it is an sstable
     */
    private record Part(
            TimeRange range,
            Supplier<SampleCursor> open,
            @Nullable SstableSeries run) {}

    /** Sources whose spans overlap, the oldest first, and the time that they span together. */
    private record Group(TimeRange range, List<Part> parts) {
        SampleCursor open() {
            return MergeCursor.of(parts.stream().map(part -> part.open.get()).toList());
        }

        /** The only source, when it is an sstable. */
        @Nullable
        SstableSeries onlyRun() {
            return parts.size() == 1 ? parts.get(0).run : null;
        }
    }

    @Override
    public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
        List<Group> groups = groups(fromInclusiveMs, toExclusiveMs);
        if (groups.size() == 1) {
            return groups.get(0).open();
        }
        List<Supplier<SampleCursor>> sequence = new ArrayList<>(groups.size());
        for (Group group : groups) {
            sequence.add(group::open);
        }
        return new ConcatCursor(sequence);
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
        int first = 0;
        for (Group group : groups(fromExclusiveMs[0] + 1, toInclusiveMs[stretches - 1] + 1)) {
            Adder adder = adder(group, change);
            while (first < stretches && toInclusiveMs[first] < group.range.fromInclusiveMs()) {
                first++;
            }
            for (int i = first; i < stretches && fromExclusiveMs[i] + 1 < group.range.toExclusiveMs(); i++) {
                adder.add(fromExclusiveMs[i], toInclusiveMs[i], into[i]);
            }
        }
    }

    /** Adds samples to stretches that come in the order of time. */
    private interface Adder {
        void add(long fromExclusiveMs, long toInclusiveMs, Aggregate into);
    }

    private Adder adder(Group group, boolean change) {
        SstableSeries run = group.onlyRun();
        if (run != null) {
            return new SstableAggregator(run, change, snapshot)::add;
        }
        SampleCursor cursor = group.open();
        boolean[] has = {cursor.next()};
        return (fromMs, toMs, into) -> {
            if (has[0] && cursor.timestampMs() <= fromMs) {
                has[0] = cursor.seek(fromMs + 1);
            }
            while (has[0] && cursor.timestampMs() <= toMs) {
                into.add(cursor.timestampMs(), cursor.valueBits());
                has[0] = cursor.next();
            }
        };
    }

    /** The sources that have something in a range: those that overlap together, in the order of time. */
    private List<Group> groups(long fromInclusiveMs, long toExclusiveMs) {
        snapshot.checkOpen();
        List<Part> parts = parts(new TimeRange(fromInclusiveMs, Math.max(fromInclusiveMs, toExclusiveMs)));
        List<Part> byTime = new ArrayList<>(parts);
        byTime.sort((a, b) -> Long.compare(a.range.fromInclusiveMs(), b.range.fromInclusiveMs()));
        List<Group> groups = new ArrayList<>();
        int i = 0;
        while (i < byTime.size()) {
            long end = byTime.get(i).range.toExclusiveMs();
            int next = i + 1;
            while (next < byTime.size() && byTime.get(next).range.fromInclusiveMs() < end) {
                end = Math.max(end, byTime.get(next).range.toExclusiveMs());
                next++;
            }
            TimeRange span = new TimeRange(byTime.get(i).range.fromInclusiveMs(), end);
            List<Part> overlapping = List.of(byTime.get(i));
            if (next > i + 1) {
                overlapping = new ArrayList<>(parts);
                overlapping.retainAll(byTime.subList(i, next)); // in the order of age again
            }
            groups.add(new Group(span, overlapping));
            i = next;
        }
        return groups;
    }

    private List<Part> parts(TimeRange range) {
        List<Part> parts = new ArrayList<>(runs.size() + memtables.size());
        for (SstableSeries run : runs) {
            if (run.mayHave(range)) {
                TimeRange span = new TimeRange(
                        run.chunk(0).minTimestampMs(),
                        run.chunk(run.chunkCount() - 1).maxTimestampMs() + 1);
                parts.add(new Part(
                        span,
                        () -> new SstableCursor(run, range.fromInclusiveMs(), range.toExclusiveMs(), snapshot),
                        run));
            }
        }
        for (Memtable memtable : memtables) {
            Memtable.Samples samples =
                    memtable.samples(ref, range.fromInclusiveMs(), range.toExclusiveMs(), snapshot.sequence());
            if (samples != null) {
                long[] times = samples.timestampsMs();
                parts.add(new Part(
                        new TimeRange(times[0], times[times.length - 1] + 1), () -> new ArrayCursor(samples), null));
            }
        }
        return parts;
    }
}
