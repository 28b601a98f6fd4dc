package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Computes aggregations. */
final class AggregateEvaluator {
    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    AggregateEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    List<StepSeries> vector(AggregateExpr expr, StepGrid grid) {
        if (expr.op() == AggregateOp.COUNT_VALUES) {
            StringLiteral label =
                    (StringLiteral) Objects.requireNonNull(expr.parameter()).withoutParens();
            ValueCounter counter = new ValueCounter(expr, label.value(), grid.count());
            List<StepSeries> operand = expressions.vector(expr.operand(), grid);
            return settle(operand, counter.count(operand), grid);
        }
        double[] parameters =
                expr.parameter() == null ? new double[grid.count()] : expressions.scalar(expr.parameter(), grid);
        List<StepSeries> operand = expressions.vector(expr.operand(), grid);
        if (expr.op() == AggregateOp.TOPK || expr.op() == AggregateOp.BOTTOMK) {
            return settle(operand, new TopSelector(expr, parameters).select(operand), grid);
        }
        if (expr.op() == AggregateOp.LIMITK || expr.op() == AggregateOp.LIMIT_RATIO) {
            LimitSelector limit = new LimitSelector(expr, parameters);
            return settle(operand, limit.select(operand, evaluation.annotations()), grid);
        }
        if (expr.op() == AggregateOp.QUANTILE) {
            evaluation
                    .annotations()
                    .checkQuantileBounds(
                            parameters, Objects.requireNonNull(expr.parameter()).position());
        }
        return settle(operand, aggregate(expr, operand, parameters), grid);
    }

    private List<StepSeries> aggregate(AggregateExpr expr, List<StepSeries> operand, double[] parameters) {
        StepAggregation aggregation = StepAggregation.of(expr.op());
        List<StepSeries> result = new ArrayList<>();
        for (Map.Entry<Labels, List<StepSeries>> group :
                new Grouping(expr).members(operand).entrySet()) {
            evaluation.budget().checkTime();
            double[][] members =
                    group.getValue().stream().map(StepSeries::values).toArray(double[][]::new);
            double[] values = StepSeries.none(parameters.length);
            double[] atStep = new double[members.length];
            for (int i = 0; i < values.length; i++) {
                int count = StepAggregation.gather(members, i, atStep);
                if (count > 0) {
                    values[i] = aggregation.apply(atStep, count, parameters[i]);
                }
            }
            result.add(new StepSeries(group.getKey(), values));
        }
        return result;
    }

    private List<StepSeries> settle(List<StepSeries> operand, List<StepSeries> result, StepGrid grid) {
        evaluation.budget().give((long) operand.size() * grid.count());
        evaluation.budget().take((long) result.size() * grid.count());
        return result;
    }
}
