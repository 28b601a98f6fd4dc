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
    private final Budget budget;
    private final Annotations annotations = new Annotations();

    private Evaluation(Snapshot snapshot, EngineOptions options, StepGrid grid, long endMs) {
        this.snapshot = snapshot;
        this.options = options;
        this.grid = grid;
        this.endMs = endMs;
        this.budget = new Budget(options.maxSamples(), options.expired());
    }

    /** The value of an expression at a moment. */
    public static QueryResult instant(Expr expr, Snapshot snapshot, EngineOptions options, long timeMs) {
        Expr resolved = new Resolver(timeMs, timeMs, 0).resolve(expr);
        return new Evaluation(snapshot, options, StepGrid.single(timeMs), timeMs).instant(resolved);
    }

    /** The values of a scalar or a vector at each step from a start to an end. */
    public static MatrixResult range(
            Expr expr, Snapshot snapshot, EngineOptions options, long startMs, long endMs, long stepMs) {
        Expr resolved = new Resolver(startMs, endMs, stepMs).resolve(expr);
        return new Evaluation(snapshot, options, StepGrid.between(startMs, endMs, stepMs), endMs).range(resolved);
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
        List<StepSeries> result = switch (expr.type()) {
            case SCALAR -> List.of(new StepSeries(Labels.EMPTY, evaluator.scalar(expr, grid)));
            default -> evaluator.vector(expr, grid);
        };
        List<MatrixSeries> series = new ArrayList<>(result.size());
        for (StepSeries one : result) {
            MatrixSeries samples = present(one, grid);
            if (samples != null) {
                series.add(samples);
            }
        }
        return matrix(series);
    }

    private MatrixResult matrix(List<MatrixSeries> series) {
        List<MatrixSeries> sorted = new ArrayList<>(series);
        sorted.sort(Comparator.comparing(MatrixSeries::labels));
        return new MatrixResult(sorted, annotations.warnings(), annotations.infos());
    }

    /** The steps that have a value, as samples; null when none has. */
    static @Nullable MatrixSeries present(StepSeries series, StepGrid grid) {
        double[] values = series.values();
        int count = 0;
        for (double value : values) {
            count += Absent.isNot(value) ? 1 : 0;
        }
        if (count == 0) {
            return null;
        }
        long[] timesMs = new long[count];
        double[] present = new double[count];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            if (Absent.isNot(values[i])) {
                timesMs[next] = grid.timeMs(i);
                present[next++] = values[i];
            }
        }
        return new MatrixSeries(series.labels(), timesMs, present);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    EngineOptions options() {
        return options;
    }

    Budget budget() {
        return budget;
    }

    Annotations annotations() {
        return annotations;
    }

    /** The moment that an {@code @} means in this query. */
    long resolve(At at) {
        return at.resolve(grid.startMs(), endMs);
    }
}
