package dev.holdfast.query.engine;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.QueryException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What one query may use, and what it has used: values in memory, bytes of what all queries share, and time.
 *
 * <p>One thread, but for {@link #cancel}.
 */
public final class Limits {
    /** Each a few nanoseconds: some tens of microseconds in all, so that no loop outlives the deadline by much. */
    private static final int WORK_BETWEEN_TIME_CHECKS = 8192;

    private final Budget budget;
    private final BooleanSupplier expired;
    private final LongSupplier clock;
    private final Touched touched;
    private volatile boolean cancelled;
    private long work;
    private long preparationNs;
    private long sortNs;

    /** Of a query that has not begun. */
    public Limits(EngineOptions options) {
        this.budget = new Budget(options.maxSamples(), options.memory());
        this.expired = options.expired();
        this.clock = options.clock();
        this.touched = new Touched(options.perStepStatistics());
    }

    Budget budget() {
        return budget;
    }

    /** The samples looked at. */
    public Touched touched() {
        return touched;
    }

    /** Makes the evaluation stop soon. Any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Refuses to go on when the time is up or nobody waits any more. */
    public void checkTime() {
        work = 0;
        if (cancelled) {
            throw new QueryException(QueryException.Kind.CANCELED, "query was canceled in expression evaluation");
        }
        if (expired.getAsBoolean()) {
            throw new QueryException(QueryException.Kind.TIMEOUT, "query timed out in expression evaluation");
        }
    }

    /** Counts steps of work, each about as much as adding a number, and looks at the time when it was some. */
    void work(long steps) {
        work += steps;
        if (work >= WORK_BETWEEN_TIME_CHECKS) {
            checkTime();
        }
    }

    long nowNs() {
        return clock.getAsLong();
    }

    void addPreparationNs(long ns) {
        preparationNs += ns;
    }

    void addSortNs(long ns) {
        sortNs += ns;
    }

    /** Time that it took to find series. */
    public long preparationNs() {
        return preparationNs;
    }

    /** Time that it took to sort the result. */
    public long sortNs() {
        return sortNs;
    }

    /** The most values that were held at a time. */
    public long peakSamples() {
        return budget.peakSamples();
    }

    /** Gives the shared bytes back. */
    public void close() {
        budget.close();
    }
}
