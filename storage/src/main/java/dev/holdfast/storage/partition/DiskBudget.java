package dev.holdfast.storage.partition;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.rollup.RollupTier;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes first when the store takes too much room. Pure functions.
 *
 * <p>In this order: the oldest partition that every upstream has acknowledged goes; the oldest samples give way to rows of
 * a minute, then those to rows of an hour, which can still be queried and still be sent; the oldest partition goes,
 * acknowledged or not. Without an upstream nothing was acknowledged, and thinning comes first. The newest partition stays as
 * it is: it is being written.
 */
public final class DiskBudget {
    /** Samples of a series that a row must stand for, or thinning would not save half of the room. */
    private static final double MIN_SAMPLES_PER_ROW = 20;

    private DiskBudget() {}

    /** What to do next. */
    public sealed interface Step {}

    /** Runs of a whole partition go. */
    public record Drop(List<RunInfo> runs) implements Step {}

    /**
     * Runs are replaced by one in which samples give way to rows.
     *
     * @param window of the result
     * @param runs all of its partition, the oldest first
     * @param tier of the rows
     */
    public record Thin(TimeRange window, List<RunInfo> runs, RollupTier tier) implements Step {}

    /** There is nothing that could go. */
    public record Nothing() implements Step {}

    /**
     * The next step.
     *
     * @param ledgers one for each upstream
     * @param postponed windows that cannot be thinned now
     */
    public static Step next(
            Collection<RunInfo> runs, Collection<IntervalLedger> ledgers, Predicate<TimeRange> postponed) {
        List<Partition> all = Partition.of(runs);
        if (all.size() < 2) {
            return new Nothing();
        }
        List<Partition> partitions = all.subList(0, all.size() - 1);
        for (Partition partition : partitions) {
            if (!ledgers.isEmpty() && isDealtWith(partition.runs(), ledgers)) {
                return new Drop(partition.runs());
            }
        }
        for (int from = 0; from < RollupTier.HOUR.number(); from++) {
            for (Partition partition : partitions) {
                RollupTier tier = tierFor(partition, from);
                if (tier != null && !postponed.test(partition.window())) {
                    return new Thin(partition.window(), partition.runs(), tier);
                }
            }
        }
        return new Drop(partitions.get(0).runs());
    }

    /** The tier to which a partition that is thinned so far can be thinned with profit, or null. */
    private static @Nullable RollupTier tierFor(Partition partition, int thinnedSoFar) {
        List<RunInfo> runs = partition.runs();
        if (runs.stream().anyMatch(run -> run.tier() != thinnedSoFar)) {
            return null;
        }
        if (thinnedSoFar > 0) {
            return runs.size() == 1 ? RollupTier.HOUR : null;
        }
        long samples = 0;
        int series = 1;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (RunInfo run : runs) {
            samples += run.sampleCount();
            series = Math.max(series, run.seriesCount());
            from = Math.min(from, run.range().fromInclusiveMs());
            to = Math.max(to, run.range().toExclusiveMs());
        }
        double perMs = (double) samples / series / Math.max(1, to - from);
        for (RollupTier tier : RollupTier.values()) {
            if (perMs * tier.windowMs() >= MIN_SAMPLES_PER_ROW) {
                return tier;
            }
        }
        return null;
    }

    private static boolean isDealtWith(List<RunInfo> runs, Collection<IntervalLedger> ledgers) {
        for (IntervalLedger ledger : ledgers) {
            for (RunInfo run : runs) {
                if (!ledger.pending(run.range()).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }
}
