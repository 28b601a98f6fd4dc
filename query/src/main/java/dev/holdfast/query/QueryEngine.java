package dev.holdfast.query;

import dev.holdfast.query.ast.Expr;
import dev.holdfast.storage.Snapshot;

/**
 * Evaluates PromQL over a snapshot of the store.
 *
 * <p>Keeps nothing between queries; any thread, several at a time. Work of a query grows with the samples it has to read,
 * memory with series times steps of its result and the window of one series; {@link EngineOptions} bounds both.
 */
public final class QueryEngine {
    private final EngineOptions options;

    /** An engine with limits and defaults. */
    public QueryEngine(EngineOptions options) {
        this.options = options;
    }

    /** A question that can be cancelled, has statistics, and counts its result against the shared memory until closed. */
    public QueryRun begin() {
        return new QueryRun(options);
    }

    /**
     * The value of an expression at a moment.
     *
     * @throws QueryException when the data do not allow the operation, or a limit is reached
     */
    public QueryResult instant(Expr expr, Snapshot snapshot, long timeMs) {
        try (QueryRun run = begin()) {
            return run.instant(expr, snapshot, timeMs);
        }
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
        try (QueryRun run = begin()) {
            return run.range(expr, snapshot, startMs, endMs, stepMs);
        }
    }

    /**
     * The values of a scalar or an instant vector at each step; see {@link #range(Expr, Snapshot, long, long, long)}.
     *
     * @throws ParseException when the text is no PromQL
     */
    public MatrixResult range(String text, Snapshot snapshot, long startMs, long endMs, long stepMs) {
        return range(PromQl.parse(text), snapshot, startMs, endMs, stepMs);
    }
}
