package dev.holdfast.storage.partition;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which runs must go, by age and by size. Pure functions. */
public final class Retention {
    private Retention() {}

    /** The runs whose partition ended longer ago than the retention. */
    public static List<RunInfo> expired(Collection<RunInfo> runs, long nowMs, long retentionMs) {
        List<RunInfo> result = new ArrayList<>();
        for (Partition partition : Partition.of(runs)) {
            if (partition.window().toExclusiveMs() <= nowMs - retentionMs) {
                result.addAll(partition.runs());
            }
        }
        return result;
    }

    /**
     * The runs of one partition to drop when the store takes too much room: the oldest partition that every ledger covers
     * whole, else the oldest of all. The newest partition is never given: it is being written.
     *
     * @param ledgers what must have been dealt with; none means that nothing waits
     */
    public static List<RunInfo> toEvict(Collection<RunInfo> runs, Collection<IntervalLedger> ledgers) {
        List<Partition> partitions = Partition.of(runs);
        if (partitions.size() < 2) {
            return List.of();
        }
        for (Partition partition : partitions.subList(0, partitions.size() - 1)) {
            if (isDealtWith(partition.runs(), ledgers)) {
                return partition.runs();
            }
        }
        return partitions.get(0).runs();
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
