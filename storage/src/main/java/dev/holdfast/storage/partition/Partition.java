package dev.holdfast.storage.partition;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition as it stands: the runs whose windows have time in common, be it that one was merged upward and others came
 * late into a part of its window. What is dropped is dropped as a whole partition: a late run without the run below it, or
 * the other way round, would bring an older value of a sample back. Immutable; any thread.
 *
 * @param window from the beginning of its first window to the end of its last; that of its largest run, since windows nest
 * @param runs its runs by id, the oldest first
 */
public record Partition(TimeRange window, List<RunInfo> runs) {
    /** The partitions that some runs make, in the order of time. */
    public static List<Partition> of(Collection<RunInfo> runs) {
        List<RunInfo> sorted = new ArrayList<>(runs);
        sorted.sort((a, b) ->
                Long.compare(a.partition().fromInclusiveMs(), b.partition().fromInclusiveMs()));
        List<Partition> result = new ArrayList<>();
        int i = 0;
        while (i < sorted.size()) {
            long from = sorted.get(i).partition().fromInclusiveMs();
            long to = sorted.get(i).partition().toExclusiveMs();
            int end = i + 1;
            while (end < sorted.size() && sorted.get(end).partition().fromInclusiveMs() < to) {
                to = Math.max(to, sorted.get(end).partition().toExclusiveMs());
                end++;
            }
            List<RunInfo> members = new ArrayList<>(sorted.subList(i, end));
            members.sort((a, b) -> Long.compare(a.id(), b.id()));
            result.add(new Partition(new TimeRange(from, to), List.copyOf(members)));
            i = end;
        }
        return result;
    }

    /** Size of its runs together, bytes. */
    public long sizeBytes() {
        return sizeBytes(runs);
    }

    /** Size of some runs together, bytes. */
    public static long sizeBytes(Collection<RunInfo> runs) {
        long bytes = 0;
        for (RunInfo run : runs) {
            bytes += run.sizeBytes();
        }
        return bytes;
    }

    /** The run that holds all that was sealed of it, or null while there is none: the oldest, and as wide as the partition. */
    public @Nullable RunInfo sealed() {
        RunInfo oldest = runs.get(0);
        return oldest.isSealed() && oldest.partition().equals(window) ? oldest : null;
    }

    /** Whether a range contains another. */
    public static boolean contains(TimeRange outer, TimeRange inner) {
        return outer.fromInclusiveMs() <= inner.fromInclusiveMs() && inner.toExclusiveMs() <= outer.toExclusiveMs();
    }
}
