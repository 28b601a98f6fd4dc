package dev.holdfast.query;

import java.util.function.BooleanSupplier;

/**
 * Limits and defaults of a {@link QueryEngine}.
 *
 * @param lookbackMs how old the newest sample of a series may be to count as its value
 * @param maxSamples how many values one query may hold in memory at a time
 * @param expired says that the time for the query is up; asked often, so it should be cheap. The engine has no clock
 * @param defaultSubqueryStepMs distance of the evaluations of a subquery that names none
 */
public record EngineOptions(long lookbackMs, long maxSamples, BooleanSupplier expired, long defaultSubqueryStepMs) {
    /** Checks the bounds. */
    public EngineOptions {
        if (lookbackMs <= 0 || maxSamples <= 0 || defaultSubqueryStepMs <= 0) {
            throw new IllegalArgumentException("must be above 0: lookbackMs=" + lookbackMs + " maxSamples=" + maxSamples
                    + " defaultSubqueryStepMs=" + defaultSubqueryStepMs);
        }
    }

    /** Prometheus's defaults: 5 min lookback, 50 million samples, subqueries every minute; never expires. */
    public static EngineOptions defaults() {
        return new EngineOptions(300_000, 50_000_000, () -> false, 60_000);
    }

    /** The same with another lookback. */
    public EngineOptions withLookbackMs(long newLookbackMs) {
        return new EngineOptions(newLookbackMs, maxSamples, expired, defaultSubqueryStepMs);
    }

    /** The same with another limit of samples. */
    public EngineOptions withMaxSamples(long newMaxSamples) {
        return new EngineOptions(lookbackMs, newMaxSamples, expired, defaultSubqueryStepMs);
    }

    /** The same with another deadline. */
    public EngineOptions withExpired(BooleanSupplier newExpired) {
        return new EngineOptions(lookbackMs, maxSamples, newExpired, defaultSubqueryStepMs);
    }

    /** The same with another step for subqueries that name none. */
    public EngineOptions withDefaultSubqueryStepMs(long newStepMs) {
        return new EngineOptions(lookbackMs, maxSamples, expired, newStepMs);
    }
}
