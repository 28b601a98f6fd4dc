package dev.holdfast.storage.sstable;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.Finding;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Loss;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chunks that cannot be read, summed up by the place of the damage that took them. One thread. */
final class BlockLosses {
    private static final class Sum {
        final Damage damage;
        long samples;
        int series;
        long fromMs = Long.MAX_VALUE;
        long toMs = Long.MIN_VALUE;

        @Nullable
        Labels last;

        Sum(Damage damage) {
            this.damage = damage;
        }
    }

    private final SortedMap<Long, Sum> sums = new TreeMap<>(); // by offset

    /** Adds a chunk; the chunks of a series come one after the other. */
    void add(Damage damage, Labels labels, ChunkRef chunk) {
        Sum sum = sums.computeIfAbsent(damage.offset(), offset -> new Sum(damage));
        sum.samples += chunk.count();
        sum.fromMs = Math.min(sum.fromMs, chunk.minTimestampMs());
        sum.toMs = Math.max(sum.toMs, chunk.maxTimestampMs() + 1);
        if (!labels.equals(sum.last)) {
            sum.series++;
            sum.last = labels;
        }
    }

    /** One finding a place, in the order of the file. */
    List<Finding> findings() {
        List<Finding> result = new ArrayList<>();
        sums.forEach((offset, sum) -> result.add(
                new Finding(sum.damage, new Loss(sum.samples, sum.series, new TimeRange(sum.fromMs, sum.toMs)))));
        return result;
    }
}
