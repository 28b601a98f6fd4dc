package dev.holdfast.query;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a query has cost so far, as Prometheus's {@code stats} parameter asks for it.
 *
 * @param evalTotalSeconds evaluation: the three that follow
 * @param resultSortSeconds sorting of the result
 * @param queryPreparationSeconds finding the series
 * @param innerEvalSeconds reading and computing
 * @param execQueueSeconds from the making of the {@link QueryRun} to the begin of its evaluation
 * @param execTotalSeconds queue and evaluation
 * @param totalQueryableSamples samples looked at: one a series and step for a selector, the whole window for a range selector
 * @param peakSamples the most values that were held in memory at a time
 * @param perStep the samples looked at by step, or null when they were not asked for
 */
public record QueryStatistics(
        double evalTotalSeconds,
        double resultSortSeconds,
        double queryPreparationSeconds,
        double innerEvalSeconds,
        double execQueueSeconds,
        double execTotalSeconds,
        long totalQueryableSamples,
        long peakSamples,
        @Nullable PerStep perStep) {
    /** Samples looked at by step: the n-th count belongs to startMs + n * stepMs. */
    public static final class PerStep {
        private final long startMs;
        private final long stepMs;
        private final long[] counts;

        /** Copies the counts. */
        public PerStep(long startMs, long stepMs, long[] counts) {
            this.startMs = startMs;
            this.stepMs = stepMs;
            this.counts = Arrays.copyOf(counts, counts.length);
        }

        /** How many steps. */
        public int size() {
            return counts.length;
        }

        /** Time of a step, milliseconds since the epoch. */
        public long timestampMs(int step) {
            return startMs + step * stepMs;
        }

        /** Samples looked at for a step. */
        public long samples(int step) {
            return counts[step];
        }
    }
}
