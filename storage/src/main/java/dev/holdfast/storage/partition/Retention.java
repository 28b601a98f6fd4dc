package dev.holdfast.storage.partition;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which runs must go, by age and by size. Pure functions. */
public final class Retention {
    private Retention() {}

    /** The runs whose partition ended longer ago than the retention. */
    public static List<RunInfo> expired(Collection<RunInfo> runs, long nowMs, long retentionMs) {
        List<RunInfo> result = new ArrayList<>();
        for (RunInfo run : runs) {
            if (run.partition().toExclusiveMs() <= nowMs - retentionMs) {
                result.add(run);
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
        SortedMap<Long, List<RunInfo>> partitions = new TreeMap<>();
        for (RunInfo run : runs) {
            partitions
                    .computeIfAbsent(run.partition().fromInclusiveMs(), from -> new ArrayList<>())
                    .add(run);
        }
        if (partitions.size() < 2) {
            return List.of();
        }
        SortedMap<Long, List<RunInfo>> candidates = partitions.headMap(partitions.lastKey());
        for (Map.Entry<Long, List<RunInfo>> partition : candidates.entrySet()) {
            if (isDealtWith(partition.getValue(), ledgers)) {
                return partition.getValue();
            }
        }
        return candidates.values().iterator().next();
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
