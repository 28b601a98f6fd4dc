package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import dev.holdfast.storage.memtable.Memtable;
import dev.holdfast.storage.memtable.MemtableSeries;
import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.AggregationBuffers;
import dev.holdfast.storage.sstable.ReadTally;
import dev.holdfast.storage.sstable.SstableCursor;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.tombstone.DeletedRanges;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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
    private final ReadTracer tracer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable AggregationBuffers> buffers = new AtomicReference<>();

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
        this.tracer = new ReadTracer(version);
    }

    @Override
    public List<Series> select(Collection<SeriesMatcher> matchers, TimeRange range) {
        checkOpen();
        SelectionTally selection = tracer.begin(matchers, range);
        Tombstones tombstones = version.tombstones();
        List<StoredSeries> found = List.of();
        for (Run run : version.overlapping(range)) {
            ReadTally tally = selection.run(run);
            SeriesMerge merge = new SeriesMerge(this, selection, found);
            for (SstableSeries series : selectOf(run, matchers, range, tally)) {
                DeletedRanges deleted = tombstones.deleted(run.info().id(), series.labels());
                if (deleted.isEmpty() || series.mayHave(range, deleted)) {
                    merge.next(series.labels()).add(series, deleted, tally);
                } else {
                    tally.seriesDeleted();
                }
            }
            found = merge.end();
        }
        for (Memtable memtable : memtables) {
            if (!memtable.timeRange().overlaps(range)) {
                selection.memtableSkippedByTime();
                continue;
            }
            SeriesMerge merge = new SeriesMerge(this, selection, found);
            boolean any = false;
            MatcherMemory matching = new MatcherMemory(matchers);
            for (MemtableSeries series : memtable.seriesByLabels(registry::labels)) {
                if (series.mayHave(range) && matching.all(series.labels())) {
                    merge.next(series.labels()).add(series);
                    any = true;
                }
            }
            found = merge.end();
            selection.memtable(any);
        }
        selection.seriesFound(found.size());
        return Collections.unmodifiableList(found);
    }

    private List<SstableSeries> selectOf(
            Run run, Collection<SeriesMatcher> matchers, TimeRange range, ReadTally tally) {
        try {
            if (!mayMatch(run, matchers, tally)) {
                tally.deniedByBloomFilter();
                return List.of();
            }
            return run.reader().select(matchers, range, tally, this::damaged);
        } catch (CorruptionException e) {
            damaged(e.damage());
        } catch (IOException e) {
            unreadable(run.reader().name(), e);
        }
        tally.unreadable();
        return List.of();
    }

    /** Without a bloom filter that can be read, the run may have anything. */
    private boolean mayMatch(Run run, Collection<SeriesMatcher> matchers, ReadTally tally) throws IOException {
        try {
            return run.reader().mayMatch(matchers, tally);
        } catch (CorruptionException e) {
            damaged(e.damage());
            return true;
        }
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
    public long countAbout(List<TimeRange> ranges) {
        checkOpen();
        return SampleCount.of(version, memtables, sequence, ranges);
    }

    @Override
    public long firstAbout(TimeRange range) {
        checkOpen();
        return SampleCount.firstMs(version, memtables, sequence, range);
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

    @Override
    public ReadTrace trace() {
        return tracer.trace();
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

    /** What a series aggregates with: those of the one before, when nobody else uses them. */
    AggregationBuffers takeBuffers() {
        AggregationBuffers kept = buffers.getAndSet(null);
        return kept == null ? new AggregationBuffers() : kept;
    }

    /** Keeps them for the next series. */
    void giveBuffers(AggregationBuffers used) {
        buffers.set(used);
    }

    /** The number of the last sample that this snapshot knows. */
    long sequence() {
        return sequence;
    }

    void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("snapshot is closed");
        }
    }
}
