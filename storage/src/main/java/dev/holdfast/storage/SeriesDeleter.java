package dev.holdfast.storage;

import dev.holdfast.storage.partition.Run;
import dev.holdfast.storage.partition.Version;
import dev.holdfast.storage.sstable.ChunkRef;
import dev.holdfast.storage.sstable.SstableSeries;
import dev.holdfast.storage.tombstone.DeletedRanges;
import dev.holdfast.storage.tombstone.Tombstone;
import dev.holdfast.storage.tombstone.Tombstones;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Deletes what is stored now: finds the runs and series that are hit, and makes one tombstone of them.
 *
 * <p>Everything is written out first, so that all there is lies in runs; what is appended meanwhile is newer and stays. A run
 * of which nothing would be left goes at once. Runs that an import has written but not finished are not live, hence not hit.
 * All of it is done under the lock of the maintenance, so no merge in this process is under way; one that was begun before,
 * and is gone on with later, is seen to by {@link Tombstones#onlyFor}.
 */
final class SeriesDeleter {
    private final Store store;
    private final StoreMaintenance maintenance;

    SeriesDeleter(Store store, StoreMaintenance maintenance) {
        this.store = store;
        this.maintenance = maintenance;
    }

    /** What a delete hits. */
    private static final class Hits {
        final Set<Labels> series = new HashSet<>();
        final TreeSet<Labels> named = new TreeSet<>(); // those that a tombstone must name
        final SortedMap<Long, Long> samplesByRun = new TreeMap<>();
        final List<Run> whole = new ArrayList<>();
        long samples;
    }

    /** See {@link Store#deleteAny}. */
    Deletion delete(Collection<? extends Collection<SeriesMatcher>> selectors, TimeRange range) throws IOException {
        Hits[] found = new Hits[1];
        maintenance.exclusively(() -> {
            maintenance.flushAll();
            Hits hits = find(selectors, range);
            if (!store.state().version().tombstones().hasRoomFor(hits.named.size())) {
                maintenance.compactFully(); // applies those that there are
                hits = find(selectors, range);
            }
            commit(hits, range);
            found[0] = hits;
        });
        return new Deletion(found[0].series.size(), found[0].samples);
    }

    private void commit(Hits hits, TimeRange range) throws IOException {
        Tombstones tombstones = store.state().version().tombstones();
        if (!tombstones.hasRoomFor(hits.named.size())) {
            throw new IOException(
                    hits.named.size() + " series are too many for one delete, which takes " + Tombstones.MAX_SERIES
                            + " at most; nothing was deleted; narrow the selector, and delete in parts");
        }
        if (!hits.named.isEmpty() && !hits.samplesByRun.isEmpty()) {
            tombstones = tombstones.with(new Tombstone(
                    range,
                    maintenance.nextRunId(),
                    store.options().clock().getAsLong(),
                    hits.named,
                    hits.samplesByRun));
        }
        if (!hits.series.isEmpty()) {
            maintenance.commitDeleted(tombstones, hits.whole);
        }
    }

    private Hits find(Collection<? extends Collection<SeriesMatcher>> selectors, TimeRange range) throws IOException {
        Hits hits = new Hits();
        Version version = store.state().version();
        boolean unknown = false;
        for (Run run : version.overlapping(range)) {
            try {
                find(run, selectors, range, version.tombstones(), hits);
            } catch (CorruptionException e) {
                // Which of the series are there cannot be read now; for those that other runs have it counts as hit.
                store.damageLog().add(e.damage());
                hits.samplesByRun.put(run.info().id(), 0L);
                unknown = true;
            }
        }
        if (unknown) {
            hits.named.addAll(hits.series);
        }
        return hits;
    }

    private static void find(
            Run run,
            Collection<? extends Collection<SeriesMatcher>> selectors,
            TimeRange range,
            Tombstones tombstones,
            Hits hits)
            throws IOException {
        TreeMap<Labels, SstableSeries> found = new TreeMap<>();
        for (Collection<SeriesMatcher> matchers : selectors) {
            if (run.reader().mayMatch(matchers)) {
                run.reader().select(matchers, range).forEach(series -> found.put(series.labels(), series));
            }
        }
        Set<Labels> hit = new HashSet<>();
        long samples = 0;
        for (SstableSeries series : found.values()) {
            long ofSeries = samples(series, range, tombstones.deleted(run.info().id(), series.labels()));
            samples += ofSeries;
            if (ofSeries > 0) {
                hit.add(series.labels());
            }
        }
        if (hit.isEmpty()) {
            return;
        }
        TimeRange all = run.info().range();
        boolean whole = found.size() == run.info().seriesCount()
                && range.fromInclusiveMs() <= all.fromInclusiveMs()
                && range.toExclusiveMs() >= all.toExclusiveMs();
        if (whole) {
            hits.whole.add(run);
        } else {
            hits.named.addAll(hit);
            hits.samplesByRun.put(run.info().id(), samples);
        }
        hits.series.addAll(hit);
        hits.samples += samples;
    }

    /** About how many samples lie in a range: of a chunk that is cut, as if they came regularly; of one deleted already, none. */
    private static long samples(SstableSeries series, TimeRange range, DeletedRanges deleted) {
        long samples = 0;
        for (int i = series.firstChunkEndingAtOrAfter(range.fromInclusiveMs()); i < series.chunkCount(); i++) {
            ChunkRef chunk = series.chunk(i);
            long from = Math.max(chunk.minTimestampMs(), range.fromInclusiveMs());
            long to = Math.min(chunk.maxTimestampMs() + 1, range.toExclusiveMs());
            if (from >= to) {
                break;
            }
            if (!deleted.covers(from, to)) {
                double spanMs = (double) chunk.maxTimestampMs() + 1 - chunk.minTimestampMs();
                samples += (long) Math.ceil(chunk.count() * ((double) (to - from) / spanMs));
            }
        }
        return samples;
    }
}
