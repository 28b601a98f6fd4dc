package dev.holdfast.query.engine;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.ScalarResult;
import dev.holdfast.query.StringResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.VectorSample;
import dev.holdfast.query.ast.At;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One query on its way: what it is asked over, what it may use, and what it has remarked so far. */
public final class Evaluation {
    private final Snapshot snapshot;
    private final EngineOptions options;
    private final StepGrid grid;
    private final long endMs;
    private final Limits limits;
    private final Annotations annotations = new Annotations();

    private Evaluation(Snapshot snapshot, EngineOptions options, Limits limits, StepGrid grid, long endMs) {
        this.snapshot = snapshot;
        this.options = options;
        this.limits = limits;
        this.grid = grid;
        this.endMs = endMs;
        checkSteps(grid);
        limits.touched().begin(grid, limits.budget());
    }

    /** The value of an expression at a moment. */
    public static QueryResult instant(Expr expr, Snapshot snapshot, EngineOptions options, Limits limits, long timeMs) {
        Expr resolved = new Resolver(timeMs, timeMs, 0).resolve(expr);
        return new Evaluation(snapshot, options, limits, StepGrid.single(timeMs), timeMs).instant(resolved);
    }

    /** The values of a scalar or a vector at each step from a start to an end. */
    public static MatrixResult range(
            Expr expr, Snapshot snapshot, EngineOptions options, Limits limits, long startMs, long endMs, long stepMs) {
        Expr resolved = new Resolver(startMs, endMs, stepMs).resolve(expr);
        StepGrid grid = StepGrid.between(startMs, endMs, stepMs);
        return new Evaluation(snapshot, options, limits, grid, endMs).range(resolved);
    }

    private QueryResult instant(Expr expr) {
        Expr bare = expr.withoutParens();
        long timeMs = grid.startMs();
        ExprEvaluator evaluator = new ExprEvaluator(this);
        return switch (bare.type()) {
            case SCALAR -> {
                double value = evaluator.scalar(bare, grid)[0];
                yield new ScalarResult(timeMs, value, annotations.warnings(), annotations.infos());
            }
            case STRING ->
                new StringResult(timeMs, ((StringLiteral) bare).value(), annotations.warnings(), annotations.infos());
            case INSTANT_VECTOR -> {
                List<VectorSample> samples = new ArrayList<>();
                for (StepSeries series : evaluator.vector(bare, grid)) {
                    if (series.has(0)) {
                        budget().takeBytes(64);
                        samples.add(new VectorSample(series.labels(), timeMs, series.values()[0]));
                    }
                }
                yield new VectorResult(timeMs, samples, annotations.warnings(), annotations.infos());
            }
            case RANGE_VECTOR ->
                matrix(
                        bare instanceof SubqueryExpr subquery
                                ? evaluator.subqueries().samples(subquery, grid)
                                : samples((MatrixSelector) bare, evaluator));
        };
    }

    private List<MatrixSeries> samples(MatrixSelector matrix, ExprEvaluator evaluator) {
        return matrix.selector().extension() == Extension.NONE
                ? evaluator.selectors().samples(matrix, grid)
                : evaluator.extended().samples(matrix, grid);
    }

    private MatrixResult range(Expr expr) {
        ExprEvaluator evaluator = new ExprEvaluator(this);
        SeriesStream result = expr.type() == ValueType.SCALAR
                ? new ListStream(List.of(new StepSeries(Labels.EMPTY, evaluator.scalar(expr, grid))))
                : evaluator.stream(expr, grid);
        if (!result.isApart()) {
            result = new ListStream(evaluator.collect(result, grid));
        }
        List<MatrixSeries> series = new ArrayList<>();
        long[] allMs = grid.timesMs();
        budget().takeBytes(8L * allMs.length);
        for (StepSeries one = result.next(); one != null; one = result.next()) {
            MatrixSeries samples = present(one, allMs);
            if (samples == null) {
                budget().giveSeries(1, grid.count());
            } else {
                budget().takeBytes(samples.size() == allMs.length ? 0 : 8L * samples.size());
                series.add(samples);
            }
        }
        return matrix(series);
    }

    private MatrixResult matrix(List<MatrixSeries> series) {
        long startNs = limits.nowNs();
        List<MatrixSeries> sorted = new ArrayList<>(series);
        sorted.sort(Comparator.comparing(MatrixSeries::labels));
        limits.addSortNs(limits.nowNs() - startNs);
        return new MatrixResult(sorted, annotations.warnings(), annotations.infos());
    }

    /**
     * The steps that have a value, as samples; null when none has.
     *
     * @param allMs the times of all steps, which the series shares when it has a value at each
     */
    static @Nullable MatrixSeries present(StepSeries series, long[] allMs) {
        double[] values = series.values();
        int count = 0;
        for (double value : values) {
            count += Absent.isNot(value) ? 1 : 0;
        }
        if (count == 0) {
            return null;
        }
        if (count == values.length) {
            return new MatrixSeries(series.labels(), allMs, values);
        }
        long[] timesMs = new long[count];
        double[] present = new double[count];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            if (Absent.isNot(values[i])) {
                timesMs[next] = allMs[i];
                present[next++] = values[i];
            }
        }
        return new MatrixSeries(series.labels(), timesMs, present);
    }

    /** Refuses more steps than values may be held, before anything is allocated for them. */
    void checkSteps(StepGrid steps) {
        budget().take(steps.count());
        budget().give(steps.count());
    }

    Snapshot snapshot() {
        return snapshot;
    }

    EngineOptions options() {
        return options;
    }

    Limits limits() {
        return limits;
    }

    Budget budget() {
        return limits.budget();
    }

    Annotations annotations() {
        return annotations;
    }

    /** The moment that an {@code @} means in this query. */
    long resolve(At at) {
        return at.resolve(grid.startMs(), endMs);
    }
}
