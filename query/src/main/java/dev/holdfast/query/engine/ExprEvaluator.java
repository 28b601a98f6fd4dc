package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks the tree and hands each kind of node to whoever knows it. */
final class ExprEvaluator {
    private final Evaluation evaluation;
    private final Invariance invariance = new Invariance();
    private final Streaming streams = new Streaming();
    private final SelectorEvaluator selectors;
    private final SubqueryEvaluator subqueries;
    private final BinaryEvaluator binaries;
    private final AggregateEvaluator aggregates;
    private final CallEvaluator calls;
    private final ExtendedEvaluator extended;

    ExprEvaluator(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.selectors = new SelectorEvaluator(evaluation);
        this.subqueries = new SubqueryEvaluator(evaluation, this);
        this.binaries = new BinaryEvaluator(evaluation, this);
        this.aggregates = new AggregateEvaluator(evaluation, this);
        this.extended = new ExtendedEvaluator(evaluation, this);
        this.calls = new CallEvaluator(evaluation, this);
    }

    SelectorEvaluator selectors() {
        return selectors;
    }

    ExtendedEvaluator extended() {
        return extended;
    }

    SubqueryEvaluator subqueries() {
        return subqueries;
    }

    /** The numbers of a scalar expression, one a step; the caller's to overwrite. */
    double[] scalar(Expr expr, StepGrid grid) {
        evaluation.limits().checkTime();
        evaluation.budget().takeBytes(8L * grid.count()); // held until the query ends: they are few
        if (grid.count() > 1 && invariance.isInvariant(expr)) {
            long before = evaluation.limits().touched().total();
            double value = scalarAtEachStep(expr, grid.first())[0];
            evaluation.limits().touched().repeat(grid, before);
            double[] values = new double[grid.count()];
            Arrays.fill(values, value);
            return values;
        }
        return scalarAtEachStep(expr, grid);
    }

    private double[] scalarAtEachStep(Expr expr, StepGrid grid) {
        if (expr instanceof NumberLiteral number) {
            double[] values = new double[grid.count()];
            Arrays.fill(values, number.value());
            return values;
        }
        if (expr instanceof ParenExpr paren) {
            return scalar(paren.inner(), grid);
        }
        if (expr instanceof UnaryExpr unary) {
            double[] values = scalar(unary.operand(), grid);
            if (unary.negative()) {
                negate(values);
            }
            return values;
        }
        if (expr instanceof BinaryExpr binary) {
            return binaries.scalar(binary, grid);
        }
        if (expr instanceof Call call) {
            return calls.scalar(call, grid);
        }
        throw new IllegalStateException("not a scalar: expr=" + expr);
    }

    /**
     * The series of a vector expression, their values the caller's to overwrite. The order is that of the operators, which
     * matters for a single step only.
     */
    List<StepSeries> vector(Expr expr, StepGrid grid) {
        if (streams.streams(expr) || (grid.count() > 1 && invariance.isInvariant(expr))) {
            return collect(stream(expr, grid), grid);
        }
        evaluation.limits().checkTime();
        return grid.count() == 0 ? List.of() : vectorAtEachStep(expr, grid);
    }

    /** The same one after another. Of an expression that must be known as a whole, all are computed at once. */
    SeriesStream stream(Expr expr, StepGrid grid) {
        evaluation.limits().checkTime();
        if (grid.count() == 0) {
            return new ListStream(List.of());
        }
        if (grid.count() > 1 && invariance.isInvariant(expr)) {
            return repeat(first -> vector(expr, first), grid);
        }
        return streams.streams(expr) ? streamAtEachStep(expr, grid) : new ListStream(vectorAtEachStep(expr, grid));
    }

    /** Whether {@link #stream} holds but one series at a time. */
    boolean streams(Expr expr) {
        return streams.streams(expr);
    }

    /** All that is left of a stream, series of equal labels made one. */
    List<StepSeries> collect(SeriesStream stream, StepGrid grid) {
        List<StepSeries> all = new ArrayList<>();
        for (StepSeries series = stream.next(); series != null; series = stream.next()) {
            all.add(series);
        }
        if (stream.isApart()) {
            return all;
        }
        List<StepSeries> merged = LabelSets.merge(all);
        evaluation.budget().giveSeries(all.size() - merged.size(), grid.count());
        return merged;
    }

    private SeriesStream streamAtEachStep(Expr expr, StepGrid grid) {
        if (expr instanceof VectorSelector selector) {
            return selector.extension() == Extension.SMOOTHED
                    ? extended.smoothed(selector, grid)
                    : selectors.stream(selector, grid);
        }
        if (expr instanceof ParenExpr paren) {
            return stream(paren.inner(), grid);
        }
        if (expr instanceof UnaryExpr unary) {
            SeriesStream operand = stream(unary.operand(), grid);
            return unary.negative()
                    ? MappedStream.droppingName(operand, ExprEvaluator::negate, evaluation.limits(), grid.count())
                    : operand;
        }
        if (expr instanceof BinaryExpr binary) {
            return binaries.stream(binary, grid);
        }
        if (expr instanceof Call call) {
            return calls.stream(call, grid);
        }
        throw new IllegalStateException("cannot stream: expr=" + expr);
    }

    private List<StepSeries> vectorAtEachStep(Expr expr, StepGrid grid) {
        if (expr instanceof ParenExpr paren) {
            return vector(paren.inner(), grid);
        }
        if (expr instanceof UnaryExpr unary) {
            return collect(streamAtEachStep(unary, grid), grid);
        }
        if (expr instanceof BinaryExpr binary) {
            return BinaryEvaluator.hasScalar(binary)
                    ? collect(binaries.stream(binary, grid), grid)
                    : binaries.vector(binary, grid);
        }
        if (expr instanceof AggregateExpr aggregate) {
            return aggregates.vector(aggregate, grid);
        }
        if (expr instanceof Call call) {
            return calls.vector(call, grid);
        }
        throw new IllegalStateException("not a vector: expr=" + expr);
    }

    /** What is the same at every step: evaluated at the first alone. */
    SeriesStream repeat(Function<StepGrid, List<StepSeries>> evaluate, StepGrid grid) {
        long before = evaluation.limits().touched().total();
        SeriesStream once = new ListStream(evaluate.apply(grid.first()));
        evaluation.limits().touched().repeat(grid, before);
        return new SeriesStream() {
            @Override
            public @Nullable StepSeries next() {
                StepSeries series = once.next();
                if (series == null) {
                    return null;
                }
                evaluation.limits().work(grid.count());
                evaluation.budget().take(grid.count() - 1L);
                double[] values = new double[grid.count()];
                Arrays.fill(values, series.values()[0]);
                return new StepSeries(series.labels(), values);
            }

            @Override
            public boolean isApartWithoutName() {
                return once.isApartWithoutName();
            }
        };
    }

    private static boolean negate(StepSeries series) {
        negate(series.values());
        return true;
    }

    private static void negate(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Absent.isNot(values[i])) {
                values[i] = -values[i];
            }
        }
    }
}
