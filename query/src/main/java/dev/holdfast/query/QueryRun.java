package dev.holdfast.query;

import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.engine.Evaluation;
import dev.holdfast.query.engine.Limits;
import dev.holdfast.storage.Snapshot;
import java.util.function.Supplier;

/**
 * One question to a {@link QueryEngine}: can be cancelled, knows what it cost, and holds its share of {@link QueryMemory}.
 *
 * <p>Make it when the question arrives, ask once by {@link #instant} or {@link #range}, write the result, close it. Memory is
 * given back at the close; the result must not be used any more, since others then count on its memory. One thread asks;
 * {@link #cancel} may come from any other.
 */
public final class QueryRun implements AutoCloseable {
    private final EngineOptions options;
    private final Limits limits;
    private final long madeNs;
    private long startedNs;
    private long endedNs;
    private boolean started;

    QueryRun(EngineOptions options) {
        this.options = options;
        this.limits = new Limits(options);
        this.madeNs = options.clock().getAsLong();
    }

    /**
     * The value of an expression at a moment.
     *
     * @throws QueryException when the data do not allow the operation, a limit is reached, or {@link #cancel} was called
     */
    public QueryResult instant(Expr expr, Snapshot snapshot, long timeMs) {
        return guard(() -> Evaluation.instant(expr, snapshot, options, limits, timeMs));
    }

    /**
     * The values of a scalar or an instant vector at each step; equal to as many instant queries.
     *
     * @param startMs the first step
     * @param endMs no step lies after it
     * @throws QueryException when the expression is of another type, the steps make no sense, the data do not allow the
     *     operation, a limit is reached, or {@link #cancel} was called
     */
    public MatrixResult range(Expr expr, Snapshot snapshot, long startMs, long endMs, long stepMs) {
        if (stepMs <= 0) {
            throw badData("zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if (endMs < startMs) {
            throw badData("end timestamp must not be before start time");
        }
        if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.INSTANT_VECTOR) {
            throw badData("invalid expression type " + Quoting.quote(expr.type().documentedName())
                    + " for range query, must be Scalar or instant Vector");
        }
        return guard(() -> Evaluation.range(expr, snapshot, options, limits, startMs, endMs, stepMs));
    }

    /** Makes the evaluation end soon, by an exception of kind CANCELED. Does nothing when it has ended. */
    public void cancel() {
        limits.cancel();
    }

    /** What it cost; complete when the evaluation has ended, well or not. */
    public QueryStatistics statistics() {
        double evaluation = started ? seconds(endedNs - startedNs) : 0;
        double queue = started ? seconds(startedNs - madeNs) : 0;
        double preparation = Math.min(seconds(limits.preparationNs()), evaluation);
        double sort = seconds(limits.sortNs());
        return new QueryStatistics(
                evaluation,
                sort,
                preparation,
                Math.max(0, evaluation - preparation - sort),
                queue,
                queue + evaluation,
                limits.touched().total(),
                limits.peakSamples(),
                limits.touched().perStep());
    }

    private static double seconds(long ns) {
        return ns / 1e9;
    }

    private <T> T guard(Supplier<T> evaluation) {
        if (started) {
            throw new IllegalStateException("a run answers one question");
        }
        started = true;
        startedNs = options.clock().getAsLong();
        try {
            limits.checkTime();
            return evaluation.get();
        } catch (StackOverflowError e) {
            throw QueryException.execution("expression is nested too deeply");
        } catch (ArithmeticException e) {
            throw badData("too many steps, or times out of range");
        } finally {
            endedNs = options.clock().getAsLong();
        }
    }

    private static QueryException badData(String message) {
        return new QueryException(QueryException.Kind.BAD_DATA, message);
    }

    @Override
    public void close() {
        limits.close();
    }
}
