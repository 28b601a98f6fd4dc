package dev.holdfast.query.engine;

import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionBody.Trait;
import dev.holdfast.query.functions.RangeFunction;
import dev.holdfast.query.functions.Totals;
import dev.holdfast.query.functions.Window;
import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes range functions: one pass over the samples of each series, the window sliding from step to step. */
final class WindowEvaluator {
    private static final int STEPS_BETWEEN_TIME_CHECKS = 256;

    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    WindowEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    /** A call of a range function. */
    List<StepSeries> vector(Call call, OfWindow body, StepGrid grid) {
        double[] parameters = new double[grid.count()];
        if (call.arguments().size() > 1) {
            Expr parameter = call.arguments().get(1 - body.rangeArgument());
            parameters = expressions.scalar(parameter, grid);
        }
        Expr range = call.arguments().get(body.rangeArgument()).withoutParens();
        List<StepSeries> result = new ArrayList<>();
        for (StepSeries series : compute(range, body.function(), body.totals(), parameters, grid)) {
            remark(body.trait(), series.labels(), range);
            result.add(
                    body.trait() == Trait.KEEPS_NAME
                            ? series
                            : series.withLabels(LabelSets.withoutName(series.labels())));
        }
        if (body.trait() == Trait.TAKES_QUANTILE && !result.isEmpty()) {
            evaluation
                    .annotations()
                    .checkQuantiles(parameters, call.arguments().get(0).position());
        }
        return LabelSets.merge(result);
    }

    /** A function of the windows of a range selector or subquery; series without any result are left out. */
    List<StepSeries> compute(
            Expr range, RangeFunction function, @Nullable Totals totals, double[] parameters, StepGrid grid) {
        StepGrid ends;
        long rangeMs;
        List<SampleSource> sources;
        if (range instanceof SubqueryExpr subquery) {
            rangeMs = subquery.rangeMs();
            ends = expressions.subqueries().windowEnds(subquery, grid);
            sources = expressions.subqueries().sources(subquery, grid);
        } else {
            MatrixSelector matrix = (MatrixSelector) range;
            rangeMs = matrix.rangeMs();
            ends = expressions.selectors().windowEnds(matrix, grid);
            sources = expressions.selectors().sources(matrix, grid);
        }
        List<StepSeries> result = new ArrayList<>(sources.size());
        Stretches stretches = totals == null || sources.isEmpty() ? null : Stretches.of(ends, rangeMs);
        for (SampleSource source : sources) {
            evaluation.budget().checkTime();
            evaluation.budget().take(grid.count());
            double[] values = totals == null || stretches == null || source.stored() == null
                    ? null
                    : addUp(source.stored(), stretches, totals, rangeMs, ends, grid);
            if (values == null) {
                Window window = new Window(source.open(), evaluation.budget().left());
                values = slide(window, function, parameters, rangeMs, ends, grid);
            }
            StepSeries series = new StepSeries(source.labels(), values);
            if (series.isEmpty()) {
                evaluation.budget().give(grid.count());
            } else {
                result.add(series);
            }
        }
        if (range instanceof SubqueryExpr) {
            evaluation.budget().give((long) sources.size() * grid.count());
        }
        return result;
    }

    /** The function by totals; null when a sum is not finite, and the samples must be looked at one by one. */
    private double @Nullable [] addUp(
            Series series, Stretches stretches, Totals totals, long rangeMs, StepGrid ends, StepGrid grid) {
        double[] values = StepSeries.none(grid.count());
        stretches.read(series, totals.change());
        for (int i = 0; i < grid.count(); i++) {
            int window = Math.min(i, ends.count() - 1);
            Aggregate samples = stretches.window(window);
            if (samples.count() == 0) {
                continue;
            }
            if (!Double.isFinite(samples.sum())) {
                return null;
            }
            long endMs = ends.timeMs(window);
            values[i] = totals.function().apply(samples, SelectorEvaluator.minus(endMs, rangeMs), endMs);
            if (i % STEPS_BETWEEN_TIME_CHECKS == 0) {
                evaluation.budget().checkTime();
            }
        }
        return values;
    }

    private double[] slide(
            Window window, RangeFunction function, double[] parameters, long rangeMs, StepGrid ends, StepGrid grid) {
        double[] values = StepSeries.none(grid.count());
        for (int i = 0; i < grid.count(); i++) {
            long endMs = ends.timeMs(Math.min(i, ends.count() - 1));
            window.slide(SelectorEvaluator.minus(endMs, rangeMs), endMs, grid.timeMs(i));
            if (window.size() > 0) {
                values[i] = function.apply(window, parameters[i]);
            }
            if (i % STEPS_BETWEEN_TIME_CHECKS == 0) {
                evaluation.budget().checkTime();
            }
        }
        return values;
    }

    /** Remarks on a function that is used on a metric for which it was not made. */
    void remark(Trait trait, Labels labels, Expr range) {
        String name = labels.metricName();
        if (trait == Trait.EXPECTS_COUNTER
                && !name.isEmpty()
                && !name.endsWith("_total")
                && !name.endsWith("_sum")
                && !name.endsWith("_count")
                && !name.endsWith("_bucket")) {
            evaluation.annotations().possibleNonCounter(name, range.position());
        }
    }

    /** Whether any series has a sample in its window, at each step. */
    boolean[] anySample(Expr range, StepGrid grid) {
        boolean[] any = new boolean[grid.count()];
        List<StepSeries> present = compute(range, (window, p) -> 1, null, new double[grid.count()], grid);
        for (StepSeries series : present) {
            for (int i = 0; i < any.length; i++) {
                any[i] |= Absent.isNot(series.values()[i]);
            }
        }
        evaluation.budget().give((long) present.size() * grid.count());
        return any;
    }
}
