package dev.holdfast.storage.partition;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An immutable set of live runs, by id: the oldest first. Any thread. */
public final class Version {
    /** No runs. */
    public static final Version EMPTY = new Version(List.of());

    private final List<Run> runs;

    private Version(List<Run> runs) {
        this.runs = runs;
    }

    /** Of some runs. */
    public static Version of(Collection<Run> runs) {
        List<Run> sorted = new ArrayList<>(runs);
        sorted.sort((a, b) -> Long.compare(a.info().id(), b.info().id()));
        return new Version(List.copyOf(sorted));
    }

    /** The runs, the oldest first. */
    public List<Run> runs() {
        return runs;
    }

    /** This version without some runs and with others. */
    public Version with(Collection<Run> removed, Collection<Run> added) {
        Set<Run> gone = new HashSet<>(removed);
        List<Run> next = new ArrayList<>();
        for (Run run : runs) {
            if (!gone.contains(run)) {
                next.add(run);
            }
        }
        next.addAll(added);
        return of(next);
    }

    /** What the manifest says of the runs, the oldest first. */
    public List<RunInfo> infos() {
        List<RunInfo> result = new ArrayList<>(runs.size());
        runs.forEach(run -> result.add(run.info()));
        return result;
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
