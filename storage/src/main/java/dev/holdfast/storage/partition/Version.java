package dev.holdfast.storage.partition;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import dev.holdfast.storage.tombstone.Tombstones;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An immutable set of live runs, by id: the oldest first; and what of them is deleted. Any thread. */
public final class Version {
    /** No runs. */
    public static final Version EMPTY = new Version(List.of(), Tombstones.NONE);

    private final List<Run> runs;
    private final Tombstones tombstones;

    private Version(List<Run> runs, Tombstones tombstones) {
        this.runs = runs;
        this.tombstones = tombstones;
    }

    /** Of some runs of which nothing is deleted. */
    public static Version of(Collection<Run> runs) {
        return of(runs, Tombstones.NONE);
    }

    /** Of some runs, and what of them is deleted. */
    public static Version of(Collection<Run> runs, Tombstones tombstones) {
        List<Run> sorted = new ArrayList<>(runs);
        sorted.sort((a, b) -> Long.compare(a.info().id(), b.info().id()));
        return new Version(List.copyOf(sorted), tombstones);
    }

    /** The runs, the oldest first. */
    public List<Run> runs() {
        return runs;
    }

    /** What is deleted of the runs. */
    public Tombstones tombstones() {
        return tombstones;
    }

    /** This version with other tombstones. */
    public Version with(Tombstones next) {
        return new Version(runs, next);
    }

    /** This version without some runs and with others, and without the tombstones that hit none of them. */
    public Version with(Collection<Run> removed, Collection<Run> added) {
        Set<Run> gone = new HashSet<>(removed);
        List<Run> next = new ArrayList<>();
        for (Run run : runs) {
            if (!gone.contains(run)) {
                next.add(run);
            }
        }
        next.addAll(added);
        return of(next, tombstonesFor(next));
    }

    private Tombstones tombstonesFor(Collection<Run> next) {
        if (tombstones.isEmpty()) {
            return tombstones;
        }
        Map<Long, List<Long>> ids = new HashMap<>();
        next.forEach(run -> ids.put(run.info().id(), run.info().replaces()));
        return tombstones.onlyFor(ids);
    }

    /** What the manifest says of the runs, the oldest first. */
    public List<RunInfo> infos() {
        List<RunInfo> result = new ArrayList<>(runs.size());
        runs.forEach(run -> result.add(run.info()));
        return result;
    }

    /** Windows in which samples gave way to rollups, in time order; they may touch or overlap. */
    public List<TimeRange> thinned() {
        return infos().stream()
                .filter(info -> info.tier() > 0)
                .map(RunInfo::partition)
                .sorted(Comparator.comparingLong(TimeRange::fromInclusiveMs))
                .toList();
    }

    /** The runs that may have samples in a range. */
    public List<Run> overlapping(TimeRange range) {
        List<Run> result = new ArrayList<>();
        for (Run run : runs) {
            if (run.info().range().overlaps(range)) {
                result.add(run);
            }
        }
        return result;
    }

    /** Holds all runs; false, and none held, when one of them is gone already: take the newer version. */
    public boolean acquire() {
        for (int i = 0; i < runs.size(); i++) {
            if (!runs.get(i).acquire()) {
                for (int j = 0; j < i; j++) {
                    runs.get(j).release();
                }
                return false;
            }
        }
        return true;
    }

    /** Lets all runs go. */
    public void release() {
        for (Run run : runs) {
            run.release();
        }
    }
}
