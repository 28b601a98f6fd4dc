package dev.holdfast.query.engine;

import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionBody.Trait;
import dev.holdfast.storage.Labels;

/** Computes range functions: one pass over the samples of each series, the window sliding from step to step. */
final class WindowEvaluator {
    private static final OfWindow PRESENCE = new OfWindow((window, p) -> 1, 0, Trait.KEEPS_NAME, null);

    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    WindowEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    /** A call of a range function, series by series. */
    SeriesStream stream(Call call, OfWindow body, StepGrid grid) {
        double[] parameters = new double[0];
        if (call.arguments().size() > 1) {
            Expr parameter = call.arguments().get(1 - body.rangeArgument());
            parameters = expressions.scalar(parameter, grid);
        }
        Expr range = call.arguments().get(body.rangeArgument()).withoutParens();
        double[] quantiles = parameters;
        boolean[] checked = {body.trait() != Trait.TAKES_QUANTILE};
        SeriesStream windows = compute(range, body, parameters, grid);
        return body.trait() == Trait.KEEPS_NAME
                ? windows
                : MappedStream.droppingName(
                        windows,
                        series -> {
                            remark(body.trait(), series.labels(), range);
                            if (!checked[0]) {
                                checked[0] = true;
                                Expr quantile = call.arguments().get(0);
                                evaluation.annotations().checkQuantiles(quantiles, quantile.position());
                            }
                            return true;
                        },
                        evaluation.limits(),
                        grid.count());
    }

    /**
     * A function of the windows of a range selector or subquery; series without any result are left out.
     *
     * @param parameters the scalar argument at each step, or empty when there is none
     */
    SeriesStream compute(Expr range, OfWindow body, double[] parameters, StepGrid grid) {
        if (range instanceof SubqueryExpr subquery) {
            StepGrid ends = expressions.subqueries().windowEnds(subquery, grid);
            WindowSlide slide = new WindowSlide(evaluation.limits(), body, parameters, subquery.rangeMs(), ends, grid);
            return new ComputedStream(evaluation, expressions.subqueries().stream(subquery, grid), slide, grid);
        }
        MatrixSelector matrix = (MatrixSelector) range;
        StepGrid ends = expressions.selectors().windowEnds(matrix, grid);
        WindowSlide slide = new WindowSlide(evaluation.limits(), body, parameters, matrix.rangeMs(), ends, grid);
        long fromMs = SelectorEvaluator.minus(ends.startMs(), matrix.rangeMs()) + 1;
        long toMs = ends.endMs() + 1;
        return new WindowStream(
                evaluation, expressions.selectors().select(matrix.selector(), fromMs, toMs), slide, grid, fromMs, toMs);
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
        SeriesStream present = compute(range, PRESENCE, new double[0], grid);
        int missing = any.length;
        for (StepSeries series = present.next(); series != null && missing > 0; series = present.next()) {
            for (int i = 0; i < any.length; i++) {
                if (!any[i] && Absent.isNot(series.values()[i])) {
                    any[i] = true;
                    missing--;
                }
            }
            evaluation.budget().giveSeries(1, grid.count());
        }
        return any;
    }
}
