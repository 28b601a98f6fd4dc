package dev.holdfast.storage.partition;

import dev.holdfast.storage.sstable.RunInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which runs must go by age. Pure functions. */
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
}
