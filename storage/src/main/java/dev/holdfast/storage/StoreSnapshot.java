package dev.holdfast.storage;

import dev.holdfast.storage.compaction.ConcatCursor;
import dev.holdfast.storage.compaction.MergeCursor;
import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.memtable.ArrayCursor;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A version, the memtables that were not written out yet, and the sequence number up to which they count.
 */
final class StoreSnapshot implements Snapshot, SstableCursor.Losses {
    private final Version version;
    private final List<Memtable> memtables; // the oldest first
    private final long sequence;
    private final SeriesRegistry registry;
    private final DamageLog damages;
    private final List<Damage> seen = new ArrayList<>(); // guarded by itself
    private final AtomicLong failedReads = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Over a version that the caller has acquired for this snapshot. */
    StoreSnapshot(
            Version version,
            List<Memtable> memtables,
            long sequence,
            SeriesRegistry registry,
            DamageLog damages,
            Collection<Damage> known) {
        this.version = version;
        this.memtables = memtables;
        this.sequence = sequence;
        this.registry = registry;
        this.damages = damages;
        this.seen.addAll(known);
    }

    /** Where a series' samples are: runs, the oldest first, then memtables. */
    private static final class Sources {
        final List<SstableSeries> runs = new ArrayList<>(2);
        final List<Memtable> memtables = new ArrayList<>(1);
        int ref = -1;
    }

    @Override
    public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
        checkOpen();
        SortedMap<Labels, Sources> found = new TreeMap<>();
        for (Run run : version.overlapping(range)) {
            for (SstableSeries series : selectOf(run, matchers, range)) {
                found.computeIfAbsent(series.labels(), labels -> new Sources())
                        .runs
                        .add(series);
            }
        }
        for (Memtable memtable : memtables) {
            if (!memtable.timeRange().overlaps(range)) {
                continue;
            }
            for (int ref : memtable.refs()) {
                if (matches(registry.labels(ref), matchers) && memtable.mayHave(ref, range)) {
                    Sources sources = found.computeIfAbsent(registry.labels(ref), labels -> new Sources());
                    sources.memtables.add(memtable);
                    sources.ref = ref;
                }
            }
        }
        List<Series> result = new ArrayList<>(found.size());
        found.forEach((labels, sources) -> result.add(new StoredSeries(labels, sources)));
        return result;
    }

    private List<SstableSeries> selectOf(Run run, Collection<SeriesMatcher> matchers, TimeRange range) {
        try {
            if (!mayMatch(run, matchers)) {
                return List.of();
            }
            return run.reader().select(matchers, range, this::damaged);
        } catch (CorruptionException e) {
            damaged(e.damage());
        } catch (IOException e) {
            unreadable(run.reader().name(), e);
        }
        return List.of();
    }

    /** Without a bloom filter that can be read, the run may have anything. */
    private boolean mayMatch(Run run, Collection<SeriesMatcher> matchers) throws IOException {
        try {
            return run.reader().mayMatch(matchers);
        } catch (CorruptionException e) {
            damaged(e.damage());
            return true;
        }
    }

    private static boolean matches(Labels labels, Collection<SeriesMatcher> matchers) {
        for (SeriesMatcher matcher : matchers) {
            if (!matcher.matches(labels.get(matcher.name()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public SortedSet<String> labelNames(Collection<SeriesMatcher> matchers, TimeRange range) {
        SortedSet<String> names = new TreeSet<>();
        for (Series series : select(matchers, range)) {
            series.labels().forEach((name, value) -> names.add(name));
        }
        return names;
    }

    @Override
    public SortedSet<String> labelValues(String name, Collection<SeriesMatcher> matchers, TimeRange range) {
        SortedSet<String> values = new TreeSet<>();
        for (Series series : select(matchers, range)) {
            String value = series.labels().get(name);
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }

    @Override
    public TimeRange timeRange() {
        List<TimeRange> populated = populated();
        return populated.isEmpty()
                ? new TimeRange(0, 0)
                : new TimeRange(
                        populated.get(0).fromInclusiveMs(),
                        populated.get(populated.size() - 1).toExclusiveMs());
    }

    @Override
    public List<TimeRange> populated() {
        checkOpen();
        IntervalLedger ranges = IntervalLedger.EMPTY;
        for (Run run : version.runs()) {
            ranges = ranges.with(run.info().range(), LedgerState.DELIVERED, 0);
        }
        for (Memtable memtable : memtables) {
            ranges = ranges.with(memtable.timeRange(), LedgerState.DELIVERED, 0);
        }
        List<TimeRange> result = new ArrayList<>();
        for (IntervalLedger.Entry entry : ranges.entries()) {
            result.add(new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs()));
        }
        return result;
    }

    @Override
    public List<Damage> damages() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    @Override
    public void damaged(Damage damage) {
        damages.add(damage);
        note(damage);
    }

    /** This answer is partial; the next may be whole, so the store does not count it as damaged. */
    @Override
    public void unreadable(String file, IOException reason) {
        note(new Damage(file, -1, "cannot be read: " + reason.getMessage()));
    }

    @Override
    public long failedReads() {
        return failedReads.get();
    }

    private void note(Damage damage) {
        failedReads.incrementAndGet();
        synchronized (seen) {
            if (!seen.contains(damage)) {
                seen.add(damage);
            }
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            version.release();
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("snapshot is closed");
        }
    }

    /** A series with its sources. */
    private final class StoredSeries implements Series {
        private final Labels labels;
        private final Sources sources;

        StoredSeries(Labels labels, Sources sources) {
            this.labels = labels;
            this.sources = sources;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        /** One source and the time that its samples span. */
        private record Part(TimeRange range, Supplier<SampleCursor> open) {}

        @Override
        public SampleCursor samples(long fromInclusiveMs, long toExclusiveMs) {
            checkOpen();
            TimeRange range = new TimeRange(fromInclusiveMs, Math.max(fromInclusiveMs, toExclusiveMs));
            List<Part> parts = new ArrayList<>();
            for (SstableSeries run : sources.runs) {
                if (run.mayHave(range)) {
                    TimeRange span = new TimeRange(
                            run.chunk(0).minTimestampMs(),
                            run.chunk(run.chunkCount() - 1).maxTimestampMs() + 1);
                    parts.add(new Part(
                            span, () -> new SstableCursor(run, fromInclusiveMs, toExclusiveMs, StoreSnapshot.this)));
                }
            }
            for (Memtable memtable : sources.memtables) {
                Memtable.Samples samples = memtable.samples(sources.ref, fromInclusiveMs, toExclusiveMs, sequence);
                if (samples != null) {
                    long[] times = samples.timestampsMs();
                    parts.add(new Part(
                            new TimeRange(times[0], times[times.length - 1] + 1), () -> new ArrayCursor(samples)));
                }
            }
            return concatenate(parts);
        }

        /** Parts that overlap are merged, the others follow one another; parts come the oldest source first. */
        private SampleCursor concatenate(List<Part> parts) {
            List<Part> byTime = new ArrayList<>(parts);
            byTime.sort((a, b) -> Long.compare(a.range.fromInclusiveMs(), b.range.fromInclusiveMs()));
            List<Supplier<SampleCursor>> sequence = new ArrayList<>();
            int i = 0;
            while (i < byTime.size()) {
                long end = byTime.get(i).range.toExclusiveMs();
                int next = i + 1;
                while (next < byTime.size() && byTime.get(next).range.fromInclusiveMs() < end) {
                    end = Math.max(end, byTime.get(next).range.toExclusiveMs());
                    next++;
                }
                List<Part> overlapping = new ArrayList<>(parts);
                overlapping.retainAll(byTime.subList(i, next)); // in the order of age again
                sequence.add(() -> MergeCursor.of(
                        overlapping.stream().map(part -> part.open.get()).toList()));
                i = next;
            }
            return sequence.size() == 1 ? sequence.get(0).get() : new ConcatCursor(sequence);
        }
    }
}
