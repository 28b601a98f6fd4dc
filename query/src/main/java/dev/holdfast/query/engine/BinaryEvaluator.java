package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import java.util.ArrayList;
import java.util.List;

/** Computes binary operators, apart from the matching of vectors. */
final class BinaryEvaluator {
    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    BinaryEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    /** Both sides are scalars; a comparison gives 0 or 1. */
    double[] scalar(BinaryExpr expr, StepGrid grid) {
        BinaryOp op = expr.op();
        if (op.isTrim()) {
            throw QueryException.execution("operator " + Quoting.quote(op.symbol())
                    + " not allowed for Scalar operations: it cuts native histograms, which are not stored here");
        }
        double[] left = expressions.scalar(expr.left(), grid);
        double[] right = expressions.scalar(expr.right(), grid);
        for (int i = 0; i < left.length; i++) {
            left[i] = op.isComparison()
                    ? (BinaryMath.compare(op, left[i], right[i]) ? 1 : 0)
                    : BinaryMath.compute(op, left[i], right[i]);
        }
        return left;
    }

    /** At least one side is a vector. */
    List<StepSeries> vector(BinaryExpr expr, StepGrid grid) {
        if (expr.op().isTrim()) {
            return trim(expr, grid);
        }
        if (expr.left().type() == ValueType.SCALAR) {
            double[] scalars = expressions.scalar(expr.left(), grid);
            List<StepSeries> operand = PushedFilter.isPossible(expr, expr.right(), grid)
                    ? filtered(expr, expr.right(), scalars, true, grid)
                    : expressions.vector(expr.right(), grid);
            return withScalar(expr, operand, scalars, true, grid);
        }
        if (expr.right().type() == ValueType.SCALAR && PushedFilter.isPossible(expr, expr.left(), grid)) {
            double[] scalars = expressions.scalar(expr.right(), grid);
            return withScalar(expr, filtered(expr, expr.left(), scalars, false, grid), scalars, false, grid);
        }
        if (expr.right().type() == ValueType.SCALAR) {
            List<StepSeries> operand = expressions.vector(expr.left(), grid);
            return withScalar(expr, operand, expressions.scalar(expr.right(), grid), false, grid);
        }
        List<StepSeries> left = expressions.vector(expr.left(), grid);
        List<StepSeries> right = expressions.vector(expr.right(), grid);
        List<StepSeries> result = expr.op().isSet()
                ? new SetOperator(expr, grid.count()).apply(left, right)
                : new VectorMatcher(expr, grid.count()).apply(left, right);
        evaluation.budget().give((long) (left.size() + right.size() - result.size()) * grid.count());
        return result;
    }

    /** What is made to cut native histograms has no result for floats, as in Prometheus. */
    private List<StepSeries> trim(BinaryExpr expr, StepGrid grid) {
        long operands = 0;
        boolean any = true;
        for (Expr side : List.of(expr.left(), expr.right())) {
            if (side.type() == ValueType.SCALAR) {
                double[] ignored = expressions.scalar(side, grid);
                continue;
            }
            List<StepSeries> operand = expressions.vector(side, grid);
            operands += operand.size();
            any &= !operand.isEmpty();
        }
        if (any) {
            evaluation.annotations().floatsInTrim(expr.op().symbol(), expr);
        }
        evaluation.budget().give(operands * grid.count());
        return List.of();
    }

    /** The values of a selector; where they cannot pass the comparison, it does not matter which of those they are. */
    private List<StepSeries> filtered(
            BinaryExpr expr, Expr operand, double[] scalars, boolean scalarLeft, StepGrid grid) {
        VectorSelector selector = (VectorSelector) operand.withoutParens();
        return expressions.selectors().vector(selector, grid, PushedFilter.of(expr.op(), scalars, scalarLeft));
    }

    private List<StepSeries> withScalar(
            BinaryExpr expr, List<StepSeries> operand, double[] scalars, boolean scalarLeft, StepGrid grid) {
        BinaryOp op = expr.op();
        boolean dropsName = op.isArithmetic() || expr.returnBool();
        List<StepSeries> result = new ArrayList<>(operand.size());
        for (StepSeries series : operand) {
            evaluation.budget().checkTime();
            double[] values = series.values();
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                if (Absent.isNot(value)) {
                    double left = scalarLeft ? scalars[i] : value;
                    double right = scalarLeft ? value : scalars[i];
                    values[i] = element(expr, left, right, value);
                }
            }
            if (op.isComparison() && series.isEmpty()) {
                evaluation.budget().give(grid.count());
                continue;
            }
            result.add(dropsName ? series.withLabels(LabelSets.withoutName(series.labels())) : series);
        }
        return dropsName ? LabelSets.merge(result) : result;
    }

    /** The result for two numbers; a comparison that filters keeps {@code kept} or gives nothing. */
    static double element(BinaryExpr expr, double left, double right, double kept) {
        BinaryOp op = expr.op();
        if (op.isArithmetic()) {
            return BinaryMath.compute(op, left, right);
        }
        boolean holds = BinaryMath.compare(op, left, right);
        if (expr.returnBool()) {
            return holds ? 1 : 0;
        }
        return holds ? kept : Absent.VALUE;
    }
}
