package dev.holdfast.query;

import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.engine.Evaluation;
import dev.holdfast.storage.Snapshot;
import java.util.function.Supplier;

/**
 * Evaluates PromQL over a snapshot of the store.
 *
 * <p>Keeps nothing between queries; any thread, several at a time. Work and memory of a query grow with the samples it has
 * to read and with series times steps of its intermediate results; {@link EngineOptions} bounds both.
 */
public final class QueryEngine {
    private final EngineOptions options;

    /** An engine with limits and defaults. */
    public QueryEngine(EngineOptions options) {
        this.options = options;
    }

    /**
     * The value of an expression at a moment.
     *
     * @throws QueryException when the data do not allow the operation, or a limit is reached
     */
    public QueryResult instant(Expr expr, Snapshot snapshot, long timeMs) {
        return guard(() -> Evaluation.instant(expr, snapshot, options, timeMs));
    }

    /**
     * The value of an expression at a moment.
     *
     * @throws ParseException when the text is no PromQL
     * @throws QueryException when the data do not allow the operation, or a limit is reached
     */
    public QueryResult instant(String text, Snapshot snapshot, long timeMs) {
        return instant(PromQl.parse(text), snapshot, timeMs);
    }

    /**
     * The values of a scalar or an instant vector at each step; equal to as many instant queries.
     *
     * @param startMs the first step
     * @param endMs no step lies after it
     * @throws QueryException when the expression is of another type, the steps make no sense, the data do not allow the
     *     operation, or a limit is reached
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
        return guard(() -> Evaluation.range(expr, snapshot, options, startMs, endMs, stepMs));
    }

    /**
     * The values of a scalar or an instant vector at each step; see {@link #range(Expr, Snapshot, long, long, long)}.
     *
     * @throws ParseException when the text is no PromQL
     */
    public MatrixResult range(String text, Snapshot snapshot, long startMs, long endMs, long stepMs) {
        return range(PromQl.parse(text), snapshot, startMs, endMs, stepMs);
    }

    private static QueryException badData(String message) {
        return new QueryException(QueryException.Kind.BAD_DATA, message);
    }

    private static <T> T guard(Supplier<T> evaluation) {
        try {
            return evaluation.get();
        } catch (StackOverflowError e) {
            throw QueryException.execution("expression is nested too deeply");
        } catch (ArithmeticException e) {
            throw badData("too many steps, or times out of range");
        }
    }
}
