package dev.holdfast.storage.compaction;

import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.partition.MergeWindows;
import dev.holdfast.storage.partition.Partition;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to merge next. Pure functions.
 *
 * <p>What keeps the newest value of a sample the newest: the result of a merge has a larger id than all runs that there
 * are, so it must not jump over a run that it overlaps. A sealing merge takes every run inside its window. A merge of late
 * or of young runs takes every run inside its window that is not older than the oldest that it takes.
 *
 * <p>What bounds the bytes that are written again: a sample is written once in each window that it is merged upward to, and
 * once more where its partition is not;
 * a sealed run is written again only for late runs of an eighth of its size; and runs that wait for that are merged with
 * one another only where the newer ones together are as large as the older one, so each of their bytes is written again
 * no more often than its run can double.
 */
public final class CompactionPicker {
    /** An open partition with so many runs is merged, so that readers have few files to look into. */
    static final int MAX_OPEN_RUNS = 16;

    /** Late runs of a sealed partition are merged with one another when there are so many, */
    static final int MAX_LATE_RUNS = 4;

    /** and into its sealed run when they take more than this share of its bytes. */
    static final double MAX_LATE_SHARE = 0.125;

    /** Most runs of one merge: each costs memory and an open file; windows that have more are merged in steps. */
    static final int MAX_INPUTS = 128;

    private final MergeWindows windows;
    private final Limits limits;
    private final boolean everything;
    private final List<Partition> partitions;

    /**
     * What a merge must not go beyond.
     *
     * @param sealedBeforeMs windows that end at or before this take no more data in the ordinary course
     * @param keptFromMs windows that begin before this are not merged upward: parts of them are about to be dropped
     * @param maxWindowMs longest window that is merged upward to, milliseconds
     * @param maxWindowBytes size of runs that are merged upward, bytes
     * @param postponed windows that are not to be merged now
     * @param wantsRewrite whether enough of a run is deleted to write it anew for that alone, see {@link DeletedShare}
     */
    public record Limits(
            long sealedBeforeMs,
            long keptFromMs,
            long maxWindowMs,
            long maxWindowBytes,
            Predicate<TimeRange> postponed,
            Predicate<RunInfo> wantsRewrite) {}

    private CompactionPicker(Collection<RunInfo> runs, MergeWindows windows, Limits limits, boolean everything) {
        this.partitions = Partition.of(runs);
        this.windows = windows;
        this.limits = limits;
        this.everything = everything;
    }

    /**
     * The most useful merge, or none.
     *
     * @param everything merge at once whatever is not one sealed run of the largest window that its time allows
     */
    public static Optional<CompactionPlan> pick(
            Collection<RunInfo> runs, MergeWindows windows, Limits limits, boolean everything) {
        CompactionPicker picker = new CompactionPicker(runs, windows, limits, everything);
        for (int level = MergeWindows.LEVELS - 1; level > 0; level--) {
            Optional<CompactionPlan> plan = picker.upward(level);
            if (plan.isPresent()) {
                return plan;
            }
        }
        return picker.inside();
    }

    /** A window whose time is past, into one run: straight from whatever there is, so that nothing is written in between. */
    private Optional<CompactionPlan> upward(int level) {
        if (windows.lengthMs(level) > limits.maxWindowMs) {
            return Optional.empty();
        }
        Map<Long, List<RunInfo>> candidates = new TreeMap<>();
        Set<Long> straddled = new HashSet<>();
        for (Partition partition : partitions) {
            TimeRange first = windows.window(level, partition.window().fromInclusiveMs());
            TimeRange last = windows.window(level, partition.window().toExclusiveMs() - 1);
            if (first.equals(last) && partition.runs().stream().allMatch(run -> run.tier() == 0)) {
                candidates
                        .computeIfAbsent(first.fromInclusiveMs(), from -> new ArrayList<>())
                        .addAll(partition.runs());
            } else {
                straddled.add(first.fromInclusiveMs());
                straddled.add(last.fromInclusiveMs());
            }
        }
        for (Map.Entry<Long, List<RunInfo>> candidate : candidates.entrySet()) {
            TimeRange window = windows.window(level, candidate.getKey());
            List<RunInfo> inputs = candidate.getValue();
            inputs.sort((a, b) -> Long.compare(a.id(), b.id()));
            if (!straddled.contains(candidate.getKey()) && wantsMergingUpward(window, inputs)) {
                return Optional.of(new CompactionPlan(window, RunInfo.LEVEL_DENSE, List.copyOf(inputs)));
            }
        }
        return Optional.empty();
    }

    private boolean wantsMergingUpward(TimeRange window, List<RunInfo> inputs) {
        return inputs.size() > 1
                && inputs.size() <= MAX_INPUTS
                && inputs.stream().noneMatch(run -> run.partition().equals(window))
                && window.toExclusiveMs() <= limits.sealedBeforeMs
                && window.fromInclusiveMs() >= limits.keptFromMs
                && Partition.sizeBytes(inputs) <= limits.maxWindowBytes
                && !limits.postponed.test(window);
    }

    private Optional<CompactionPlan> inside() {
        for (Partition partition : partitions) {
            CompactionPlan plan = inside(partition);
            if (plan != null && !limits.postponed.test(plan.partition())) {
                return Optional.of(plan);
            }
        }
        return Optional.empty();
    }

    private @Nullable CompactionPlan inside(Partition partition) {
        List<RunInfo> runs = partition.runs();
        RunInfo sealed = partition.sealed();
        if (sealed != null && sealed.tier() > 0) {
            return insideThinned(sealed, runs.subList(1, runs.size()));
        }
        boolean past = partition.window().toExclusiveMs() <= limits.sealedBeforeMs;
        if ((past || everything) && runs.stream().anyMatch(limits.wantsRewrite)) {
            return new CompactionPlan(partition.window(), sealedLevel(partition), runs);
        }
        if (sealed != null && runs.size() == 1) {
            boolean mayBeDenser = sealed.level() < RunInfo.LEVEL_DENSE
                    && sealed.partition().lengthMs() == windows.lengthMs(0)
                    && windows.window(1, partition.window().fromInclusiveMs()).fromInclusiveMs() >= limits.keptFromMs
                    && sealedLevel(partition) == RunInfo.LEVEL_DENSE;
            return mayBeDenser ? new CompactionPlan(partition.window(), RunInfo.LEVEL_DENSE, runs) : null;
        }
        if (past || everything) {
            List<RunInfo> late = sealed == null ? List.of() : runs.subList(1, runs.size());
            if (everything || sealed == null || Partition.sizeBytes(late) > MAX_LATE_SHARE * sealed.sizeBytes()) {
                return new CompactionPlan(partition.window(), sealedLevel(partition), runs);
            }
            return late.size() < MAX_LATE_RUNS ? null : together(late);
        }
        return runs.size() < MAX_OPEN_RUNS ? null : together(runs);
    }

    /**
     * Entropy coding is where merging spends its time, so a sample goes through it once: when its partition is merged to a
     * larger window, or here if it will not be.
     */
    private int sealedLevel(Partition partition) {
        TimeRange window = partition.window();
        TimeRange next = windows.window(1, window.fromInclusiveMs());
        boolean goesUpward = !everything
                && window.lengthMs() == windows.lengthMs(0)
                && next.lengthMs() <= limits.maxWindowMs
                && next.fromInclusiveMs() >= limits.keptFromMs
                && next.toExclusiveMs() > limits.sealedBeforeMs
                && partition.sizeBytes() <= limits.maxWindowBytes / (next.lengthMs() / window.lengthMs());
        return goesUpward ? RunInfo.LEVEL_SEALED : RunInfo.LEVEL_DENSE;
    }

    /**
     * Late runs stay beside a run that was thinned, since its rows cannot be added to without its samples. It is written
     * again only to let go of what is deleted.
     */
    private @Nullable CompactionPlan insideThinned(RunInfo thinned, List<RunInfo> late) {
        if (late.isEmpty() && limits.wantsRewrite.test(thinned)) { // else it would count as newer than they are
            return new CompactionPlan(thinned.partition(), RunInfo.LEVEL_DENSE, thinned.tier(), List.of(thinned));
        }
        return late.size() < MAX_LATE_RUNS ? null : together(late);
    }

    /** The newest runs, from the first on that all later ones together outweigh; null when there is none. */
    private @Nullable CompactionPlan together(List<RunInfo> runs) {
        long newerBytes = Partition.sizeBytes(runs);
        for (int i = 0; i < runs.size() - 1; i++) {
            newerBytes -= runs.get(i).sizeBytes();
            if (newerBytes >= runs.get(i).sizeBytes()) {
                List<RunInfo> inputs = runs.subList(i, runs.size());
                return new CompactionPlan(windowOf(inputs), RunInfo.LEVEL_MERGED, List.copyOf(inputs));
            }
        }
        return null;
    }

    private TimeRange windowOf(List<RunInfo> runs) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (RunInfo run : runs) {
            from = Math.min(from, run.partition().fromInclusiveMs());
            to = Math.max(to, run.partition().toExclusiveMs());
        }
        return windows.around(new TimeRange(from, to));
    }
}
