package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.Quantile;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes aggregations: one series after another where a few numbers a step will do, else in parts of the grid, so that not
 * all series are held at all steps.
 */
final class AggregateEvaluator {
    private final Evaluation evaluation;
    private final ExprEvaluator expressions;
    private final StepParts parts;

    AggregateEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
        this.parts = new StepParts(evaluation, expressions);
    }

    List<StepSeries> vector(AggregateExpr expr, StepGrid grid) {
        boolean folds = StepFold.folds(expr.op());
        if (folds && expressions.streams(expr.operand())) {
            return fold(expr, grid);
        }
        double[] parameters = parameters(expr, grid);
        return parts.inParts(
                expr.operand(),
                grid,
                part -> folds ? fold(expr, part) : atOnce(expr, part, grid.slice(parameters, part)));
    }

    /** The parameter at each step. It is looked at as a whole, so that remarks name the worst and each comes once. */
    private double[] parameters(AggregateExpr expr, StepGrid grid) {
        Expr parameter = expr.parameter();
        if (parameter == null || parameter.type() != ValueType.SCALAR) {
            return new double[grid.count()];
        }
        double[] parameters = expressions.scalar(parameter, grid);
        switch (expr.op()) {
            case QUANTILE -> evaluation.annotations().checkQuantileBounds(parameters, parameter.position());
            case LIMIT_RATIO -> LimitSelector.checkRatios(expr, parameters, evaluation.annotations());
            default -> TopSelector.checkCounts(parameters);
        }
        return parameters;
    }

    private List<StepSeries> fold(AggregateExpr expr, StepGrid grid) {
        Grouping grouping = new Grouping(expr);
        Map<Labels, StepFold> groups = new LinkedHashMap<>();
        SeriesStream operand = expressions.stream(expr.operand(), grid);
        Limits limits = evaluation.limits();
        for (StepSeries series = operand.next(); series != null; series = operand.next()) {
            limits.work(grid.count());
            Labels labels = grouping.labelsOf(series.labels());
            StepFold fold = groups.get(labels);
            if (fold == null) {
                fold = StepFold.of(expr.op(), grid.count());
                limits.budget().takeSeries(1, grid.count());
                limits.budget().takeBytes(extraBytes(fold, grid));
                groups.put(labels, fold);
            }
            fold.add(series.values());
            limits.budget().giveSeries(1, grid.count());
        }
        List<StepSeries> result = new ArrayList<>(groups.size());
        groups.forEach((labels, fold) -> {
            result.add(new StepSeries(labels, fold.finish()));
            limits.budget().giveBytes(extraBytes(fold, grid));
        });
        return result;
    }

    private static long extraBytes(StepFold fold, StepGrid grid) {
        return 8L * (fold.arrays() - 1) * grid.count();
    }

    /** What must see all values of a step together. */
    private List<StepSeries> atOnce(AggregateExpr expr, StepGrid grid, double[] parameters) {
        if (expr.op() == AggregateOp.COUNT_VALUES) {
            StringLiteral label =
                    (StringLiteral) Objects.requireNonNull(expr.parameter()).withoutParens();
            ValueCounter counter = new ValueCounter(expr, label.value(), evaluation.limits(), grid.count());
            return counter.count(expressions.stream(expr.operand(), grid));
        }
        List<StepSeries> operand = expressions.vector(expr.operand(), grid);
        List<StepSeries> result;
        if (expr.op() == AggregateOp.TOPK || expr.op() == AggregateOp.BOTTOMK) {
            result = new TopSelector(expr, evaluation.limits(), parameters).select(operand);
        } else if (expr.op() == AggregateOp.LIMITK || expr.op() == AggregateOp.LIMIT_RATIO) {
            result = new LimitSelector(expr, evaluation.limits(), parameters).select(operand);
        } else {
            result = quantiles(expr, operand, parameters);
        }
        evaluation.budget().giveSeries(operand.size(), grid.count());
        return result;
    }

    private List<StepSeries> quantiles(AggregateExpr expr, List<StepSeries> operand, double[] parameters) {
        List<StepSeries> result = new ArrayList<>();
        for (Map.Entry<Labels, List<StepSeries>> group :
                new Grouping(expr).members(operand).entrySet()) {
            double[][] members =
                    group.getValue().stream().map(StepSeries::values).toArray(double[][]::new);
            evaluation.budget().takeSeries(1, parameters.length);
            double[] values = StepSeries.none(parameters.length);
            double[] atStep = new double[members.length];
            for (int i = 0; i < values.length; i++) {
                evaluation.limits().work(4L * members.length);
                int count = gather(members, i, atStep);
                if (count > 0) {
                    values[i] = Quantile.of(parameters[i], atStep, count);
                }
            }
            result.add(new StepSeries(group.getKey(), values));
        }
        return result;
    }

    /** Collects the values that members have at a step; returns how many. */
    private static int gather(double[][] members, int step, double[] target) {
        int count = 0;
        for (double[] member : members) {
            if (Absent.isNot(member[step])) {
                target[count++] = member[step];
            }
        }
        return count;
    }
}
