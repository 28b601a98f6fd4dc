package dev.holdfast.storage.tombstone;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All tombstones of a version. Immutable; any thread. A question costs a look-up of the series, and as long as there is no
 * tombstone next to nothing.
 *
 * <p>Whoever answers from anything else than samples (statistics of a chunk, rows of a rollup) asks {@link #touches} first.
 */
public final class Tombstones {
    /** None. */
    public static final Tombstones NONE = new Tombstones(List.of());

    /** Series of all tombstones together, one that several name counted for each: bounds the manifest and memory. */
    public static final int MAX_SERIES = 1_000_000;

    /** Tombstones at a time. */
    public static final int MAX_TOMBSTONES = 10_000;

    private final List<Tombstone> all;
    private final Map<Labels, List<Tombstone>> bySeries;

    private Tombstones(List<Tombstone> all) {
        this.all = List.copyOf(all);
        this.bySeries = new HashMap<>();
        for (Tombstone tombstone : all) {
            for (Labels labels : tombstone.series()) {
                bySeries.computeIfAbsent(labels, series -> new ArrayList<>(1)).add(tombstone);
            }
        }
    }

    /** Of some, in the order in which they were made. */
    public static Tombstones of(List<Tombstone> all) {
        return all.isEmpty() ? NONE : new Tombstones(all);
    }

    /** All, in the order in which they were made. */
    public List<Tombstone> all() {
        return all;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** What is deleted of a series in a run. */
    public DeletedRanges deleted(long runId, Labels labels) {
        List<Tombstone> tombstones = bySeries.get(labels);
        if (tombstones == null) {
            return DeletedRanges.NONE;
        }
        List<TimeRange> ranges = new ArrayList<>(tombstones.size());
        for (Tombstone tombstone : tombstones) {
            if (tombstone.hits().containsKey(runId)) {
                ranges.add(tombstone.range());
            }
        }
        return DeletedRanges.of(ranges);
    }

    /** Whether something of a series of a run may be deleted in a range; if not, its statistics there may be used. */
    public boolean touches(long runId, Labels labels, TimeRange range) {
        return !isEmpty() && deleted(runId, labels).touches(range.fromInclusiveMs(), range.toExclusiveMs());
    }

    /** Whether all of a series of a run is deleted in a range, so that nothing of it need be read. */
    public boolean covers(long runId, Labels labels, TimeRange range) {
        return !isEmpty() && deleted(runId, labels).covers(range.fromInclusiveMs(), range.toExclusiveMs());
    }

    /** About how many samples of a run are deleted; those that several tombstones name count for each. */
    public long deletedSamples(long runId) {
        long samples = 0;
        for (Tombstone tombstone : all) {
            samples += tombstone.hits().getOrDefault(runId, 0L);
        }
        return samples;
    }

    /** Whether a run is hit at all. */
    public boolean hit(long runId) {
        return oldestHitMs(runId) != null;
    }

    /** When the oldest tombstone that hits a run was made, milliseconds since the epoch; null when none does. */
    public @Nullable Long oldestHitMs(long runId) {
        for (Tombstone tombstone : all) {
            if (tombstone.hits().containsKey(runId)) {
                return tombstone.createdMs();
            }
        }
        return null;
    }

    /** Whether another one with so many series would still be within the bounds. */
    public boolean hasRoomFor(int series) {
        long sum = series;
        for (Tombstone tombstone : all) {
            sum += tombstone.series().size();
        }
        return sum <= MAX_SERIES && all.size() < MAX_TOMBSTONES;
    }

    /** These and a newer one. */
    public Tombstones with(Tombstone newer) {
        List<Tombstone> next = new ArrayList<>(all);
        next.add(newer);
        return new Tombstones(next);
    }

    /**
     * These, and besides what is deleted of runs that are in no version any more, such as a crash leaves of a merge. What
     * such a run was merged into had the same samples, so what is deleted of the result is deleted of it too.
     *
     * @param merged ids of runs, each with those that it was merged from
     */
    public Tombstones handedDown(Map<Long, ? extends Collection<Long>> merged) {
        List<Tombstone> next = new ArrayList<>(all.size());
        for (Tombstone tombstone : all) {
            SortedMap<Long, Long> hits = new TreeMap<>(tombstone.hits());
            merged.forEach((id, replaces) -> {
                if (tombstone.hits().containsKey(id)) {
                    replaces.forEach(replaced -> hits.putIfAbsent(replaced, 0L));
                }
            });
            next.add(hits.size() == tombstone.hits().size() ? tombstone : tombstone.withHits(hits));
        }
        return of(next);
    }

    /** These, and what others delete of runs that are not among some. */
    public Tombstones withOthers(Tombstones others, Set<Long> except) {
        List<Tombstone> next = new ArrayList<>(all);
        for (Tombstone tombstone : others.all) {
            SortedMap<Long, Long> hits = new TreeMap<>(tombstone.hits());
            hits.keySet().removeAll(except);
            if (!hits.isEmpty()) {
                next.add(tombstone.withHits(hits));
            }
        }
        return of(next);
    }

    /**
     * What is left of them with other runs: a tombstone that hits none of them is of no more use.
     *
     * <p>A run that was merged from one that is hit is hit itself when it had its id before the tombstone was made. That
     * makes it safe to delete while a merge is under way: it may have read the samples before they were deleted.
     *
     * @param runs ids of all live runs, each with those that it was merged from
     */
    public Tombstones onlyFor(Map<Long, ? extends Collection<Long>> runs) {
        List<Tombstone> kept = new ArrayList<>();
        boolean changed = false;
        for (Tombstone tombstone : all) {
            SortedMap<Long, Long> hits = new TreeMap<>();
            runs.forEach((id, replaces) -> {
                Long samples = tombstone.hits().get(id);
                if (samples == null && id < tombstone.beforeRunId()) {
                    samples = hitsOf(tombstone, replaces);
                }
                if (samples != null) {
                    hits.put(id, samples);
                }
            });
            boolean same = hits.equals(tombstone.hits());
            changed |= !same;
            if (!hits.isEmpty()) {
                kept.add(same ? tombstone : tombstone.withHits(hits));
            }
        }
        return changed ? of(kept) : this;
    }

    private static @Nullable Long hitsOf(Tombstone tombstone, Collection<Long> replaced) {
        long samples = 0;
        boolean any = false;
        for (long id : replaced) {
            Long hit = tombstone.hits().get(id);
            any |= hit != null;
            samples += hit == null ? 0 : hit;
        }
        return any ? samples : null;
    }
}
