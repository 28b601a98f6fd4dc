package dev.holdfast.storage.compaction;

import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Chooses what to merge next. Pure functions. */
public final class CompactionPicker {
    /** An open partition with so many runs is merged, so that readers have few files to look into. */
    static final int MAX_OPEN_RUNS = 8;

    /** Late runs of a sealed partition are merged when there are so many, */
    static final int MAX_LATE_RUNS = 4;

    /** or when they hold more than this share of the sealed run's samples. */
    static final double MAX_LATE_SHARE = 0.125;

    private CompactionPicker() {}

    /**
     * The most useful merge, or none.
     *
     * @param sealedBeforeMs partitions that end at or before this take no more data in the ordinary course
     * @param everything merge whatever is not one sealed run, at once
     * @param wantsRewrite whether enough of a run is deleted to write it anew for that alone, see {@link DeletedShare}
     */
    public static Optional<CompactionPlan> pick(
            Collection<RunInfo> runs, long sealedBeforeMs, boolean everything, Predicate<RunInfo> wantsRewrite) {
        SortedMap<Long, List<RunInfo>> partitions = new TreeMap<>();
        for (RunInfo run : runs) {
            partitions
                    .computeIfAbsent(run.partition().fromInclusiveMs(), from -> new ArrayList<>())
                    .add(run);
        }
        for (List<RunInfo> partition : partitions.values()) {
            partition.sort((a, b) -> Long.compare(a.id(), b.id()));
            boolean past = partition.get(0).partition().toExclusiveMs() <= sealedBeforeMs;
            boolean rewrite = (everything || past) && partition.stream().anyMatch(wantsRewrite);
            if (rewrite || (everything ? !isSealed(partition) : past && wantsSealing(partition))) {
                return Optional.of(plan(partition, RunInfo.LEVEL_SEALED));
            }
            if (!past && partition.size() >= MAX_OPEN_RUNS) {
                return Optional.of(plan(partition, RunInfo.LEVEL_MERGED));
            }
        }
        return Optional.empty();
    }

    private static boolean isSealed(List<RunInfo> partition) {
        return partition.size() == 1 && partition.get(0).level() == RunInfo.LEVEL_SEALED;
    }

    private static boolean wantsSealing(List<RunInfo> partition) {
        long sealedSamples = 0;
        long lateSamples = 0;
        int lateRuns = 0;
        for (RunInfo run : partition) {
            if (run.level() == RunInfo.LEVEL_SEALED) {
                sealedSamples += run.sampleCount();
            } else {
                lateSamples += run.sampleCount();
                lateRuns++;
            }
        }
        return lateRuns > 0
                && (sealedSamples == 0 || lateRuns >= MAX_LATE_RUNS || lateSamples > MAX_LATE_SHARE * sealedSamples);
    }

    private static CompactionPlan plan(List<RunInfo> partition, int level) {
        return new CompactionPlan(partition.get(0).partition(), level, List.copyOf(partition));
    }
}
