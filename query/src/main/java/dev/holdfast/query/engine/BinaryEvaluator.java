package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import java.util.List;
import java.util.function.Predicate;

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

    /** Whether one side of an operator that gives a vector is a scalar. */
    static boolean hasScalar(BinaryExpr expr) {
        return isScalar(expr.left()) || isScalar(expr.right());
    }

    /** Whether an operand is a scalar. */
    static boolean isScalar(Expr operand) {
        return operand.type() == ValueType.SCALAR;
    }

    /** Both sides are vectors. */
    List<StepSeries> vector(BinaryExpr expr, StepGrid grid) {
        if (expr.op().isTrim()) {
            return trim(expr, grid);
        }
        if (expr.op() == BinaryOp.AND || expr.op() == BinaryOp.UNLESS) {
            List<StepSeries> left = expressions.vector(expr.left(), grid);
            return new SetOperator(expr, evaluation.limits(), grid.count())
                    .filter(left, expressions.stream(expr.right(), grid));
        }
        List<StepSeries> left = expressions.vector(expr.left(), grid);
        List<StepSeries> right = expressions.vector(expr.right(), grid);
        if (expr.op() == BinaryOp.OR) {
            return new SetOperator(expr, evaluation.limits(), grid.count()).or(left, right);
        }
        List<StepSeries> result = new VectorMatcher(expr, evaluation.limits(), grid.count()).apply(left, right);
        evaluation.budget().giveSeries(left.size() + right.size(), grid.count());
        return result;
    }

    /** What is made to cut native histograms has no result for floats, as in Prometheus. */
    private List<StepSeries> trim(BinaryExpr expr, StepGrid grid) {
        boolean any = true;
        for (Expr side : List.of(expr.left(), expr.right())) {
            if (isScalar(side)) {
                double[] ignored = expressions.scalar(side, grid);
                continue;
            }
            SeriesStream operand = expressions.stream(side, grid);
            boolean found = false;
            for (StepSeries series = operand.next(); series != null; series = operand.next()) {
                found = true;
                evaluation.budget().giveSeries(1, grid.count());
            }
            any &= found;
        }
        if (any) {
            evaluation.annotations().floatsInTrim(expr.op().symbol(), expr);
        }
        return List.of();
    }

    /** One side is a scalar. */
    SeriesStream stream(BinaryExpr expr, StepGrid grid) {
        if (expr.op().isTrim()) {
            return new ListStream(trim(expr, grid));
        }
        boolean scalarLeft = isScalar(expr.left());
        double[] scalars = expressions.scalar(scalarLeft ? expr.left() : expr.right(), grid);
        Expr operand = scalarLeft ? expr.right() : expr.left();
        SeriesStream series = PushedFilter.isPossible(expr, operand, grid)
                ? filtered(expr, operand, scalars, scalarLeft, grid)
                : expressions.stream(operand, grid);
        Predicate<StepSeries> change = one -> compute(expr, one, scalars, scalarLeft);
        return expr.op().isArithmetic() || expr.returnBool()
                ? MappedStream.droppingName(series, change, evaluation.limits(), grid.count())
                : MappedStream.keepingName(series, change, evaluation.limits(), grid.count());
    }

    /** The values of a selector; where they cannot pass the comparison, it does not matter which of those they are. */
    private SeriesStream filtered(BinaryExpr expr, Expr operand, double[] scalars, boolean scalarLeft, StepGrid grid) {
        VectorSelector selector = (VectorSelector) operand.withoutParens();
        return expressions.selectors().stream(selector, grid, PushedFilter.of(expr.op(), scalars, scalarLeft));
    }

    private static boolean compute(BinaryExpr expr, StepSeries series, double[] scalars, boolean scalarLeft) {
        double[] values = series.values();
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (Absent.isNot(value)) {
                double left = scalarLeft ? scalars[i] : value;
                double right = scalarLeft ? value : scalars[i];
                values[i] = element(expr, left, right, value);
                any |= Absent.isNot(values[i]);
            }
        }
        return any;
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
