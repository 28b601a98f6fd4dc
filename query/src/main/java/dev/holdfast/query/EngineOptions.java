package dev.holdfast.query;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Limits and defaults of a {@link QueryEngine}.
 *
 * @param lookbackMs how old the newest sample of a series may be to count as its value
 * @param maxSamples how many values one query may hold in memory at a time
 * @param expired says that the time for the query is up; asked often, so it should be cheap. The engine has no clock
 * @param defaultSubqueryStepMs distance of the evaluations of a subquery that names none
 * @param memory what all queries with these options share; keep one for as long as the process answers queries
 * @param clock nanoseconds that only go forward, for {@link QueryStatistics}; 0 for ever when nobody asks for them
 * @param perStepStatistics whether {@link QueryStatistics#perStep()} is wanted
 */
public record EngineOptions(
        long lookbackMs,
        long maxSamples,
        BooleanSupplier expired,
        long defaultSubqueryStepMs,
        QueryMemory memory,
        LongSupplier clock,
        boolean perStepStatistics) {
    /** Checks the bounds. */
    public EngineOptions {
        if (lookbackMs <= 0 || maxSamples <= 0 || defaultSubqueryStepMs <= 0) {
            throw new IllegalArgumentException("must be above 0: lookbackMs=" + lookbackMs + " maxSamples=" + maxSamples
                    + " defaultSubqueryStepMs=" + defaultSubqueryStepMs);
        }
    }

    /**
     * Prometheus's defaults: 5 min lookback, 50 million samples, subqueries every minute; never expires. Half of the heap is
     * for queries.
     */
    public static EngineOptions defaults() {
        return new EngineOptions(300_000, 50_000_000, () -> false, 60_000, QueryMemory.halfOfTheHeap(), () -> 0, false);
    }

    /** The same with another lookback. */
    public EngineOptions withLookbackMs(long newLookbackMs) {
        return new EngineOptions(
                newLookbackMs, maxSamples, expired, defaultSubqueryStepMs, memory, clock, perStepStatistics);
    }

    /** The same with another limit of samples. */
    public EngineOptions withMaxSamples(long newMaxSamples) {
        return new EngineOptions(
                lookbackMs, newMaxSamples, expired, defaultSubqueryStepMs, memory, clock, perStepStatistics);
    }

    /** The same with another deadline. */
    public EngineOptions withExpired(BooleanSupplier newExpired) {
        return new EngineOptions(
                lookbackMs, maxSamples, newExpired, defaultSubqueryStepMs, memory, clock, perStepStatistics);
    }

    /** The same with another step for subqueries that name none. */
    public EngineOptions withDefaultSubqueryStepMs(long newStepMs) {
        return new EngineOptions(lookbackMs, maxSamples, expired, newStepMs, memory, clock, perStepStatistics);
    }

    /** The same with other memory to share. */
    public EngineOptions withMemory(QueryMemory newMemory) {
        return new EngineOptions(
                lookbackMs, maxSamples, expired, defaultSubqueryStepMs, newMemory, clock, perStepStatistics);
    }

    /** The same with a clock, so that statistics have times. */
    public EngineOptions withClock(LongSupplier newClock) {
        return new EngineOptions(
                lookbackMs, maxSamples, expired, defaultSubqueryStepMs, memory, newClock, perStepStatistics);
    }

    /** The same with statistics by step, or without. */
    public EngineOptions withPerStepStatistics(boolean newPerStep) {
        return new EngineOptions(lookbackMs, maxSamples, expired, defaultSubqueryStepMs, memory, clock, newPerStep);
    }
}
