package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import java.util.function.BooleanSupplier;

/** What one query may use: values in memory, and time. */
final class Budget {
    private final long maxSamples;
    private final BooleanSupplier expired;
    private long samples;

    Budget(long maxSamples, BooleanSupplier expired) {
        this.maxSamples = maxSamples;
        this.expired = expired;
    }

    /** Counts values that come into memory; refuses when they are too many. */
    void take(long count) {
        samples += count;
        if (samples > maxSamples) {
            throw QueryException.execution(
                    "query processing would load too many samples into memory in query execution");
        }
    }

    /** Counts values that leave memory. */
    void give(long count) {
        samples -= count;
    }

    /** How many more fit. */
    long left() {
        return maxSamples - samples;
    }

    /** Refuses to go on when the time is up. */
    void checkTime() {
        if (expired.getAsBoolean()) {
            throw new QueryException(QueryException.Kind.TIMEOUT, "query timed out in expression evaluation");
        }
    }
}
