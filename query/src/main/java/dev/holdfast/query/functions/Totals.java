package dev.holdfast.query.functions;

import dev.holdfast.storage.Aggregate;

/**
 * How a range function is computed from what the samples of its window come to, without looking at each: so that storage
 * may answer from statistics and rollups.
 *
 * @param change whether the function asks for the first sample, or for losses in resets
 * @param function gives the same as the function of the window, but for the last bits of sums
 */
public record Totals(boolean change, OfAggregate function) {
    /** A function of the totals of a window. */
    @FunctionalInterface
    public interface OfAggregate {
        /**
         * Computes the value.
         *
         * @param samples of at least one sample
         * @param startMs left end of the window, excluded
         * @param endMs right end, included
         * @return the value, or {@link Absent#VALUE} when the samples do not suffice
         */
        double apply(Aggregate samples, long startMs, long endMs);
    }
}
