package dev.holdfast.query.engine;

import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.ValueFilter;
import dev.holdfast.storage.ValueFilter.Comparison;

/** Tells when a comparison can be handed to storage together with the selector that it filters. Pure functions. */
final class PushedFilter {
    private PushedFilter() {}

    /**
     * Whether an operand is a selector whose values are kept or dropped by comparing them with a scalar and by nothing
     * else. One that {@code @} pins is evaluated once for all steps, so several steps rule it out.
     */
    static boolean isPossible(BinaryExpr expr, Expr operand, StepGrid grid) {
        return expr.op().isComparison()
                && !expr.returnBool()
                && grid.count() > 0
                && operand.withoutParens() instanceof VectorSelector selector
                && selector.extension() != Extension.SMOOTHED
                && (selector.at() == null || grid.count() == 1);
    }

    /**
     * The filter of a comparison with a scalar.
     *
     * @param scalars its value at each step; {@link ValueFilter#ANY} unless it is the same at all
     */
    static ValueFilter of(BinaryOp op, double[] scalars, boolean scalarLeft) {
        for (double scalar : scalars) {
            if (Double.compare(scalar, scalars[0]) != 0) {
                return ValueFilter.ANY;
            }
        }
        return new ValueFilter(scalarLeft ? mirrored(op) : comparison(op), scalars[0]);
    }

    private static Comparison comparison(BinaryOp op) {
        return switch (op) {
            case EQUAL -> Comparison.EQUAL;
            case NOT_EQUAL -> Comparison.NOT_EQUAL;
            case LESS -> Comparison.LESS;
            case LESS_EQUAL -> Comparison.LESS_EQUAL;
            case GREATER -> Comparison.GREATER;
            case GREATER_EQUAL -> Comparison.GREATER_EQUAL;
            default -> throw new IllegalArgumentException("not a comparison: op=" + op);
        };
    }

    /** With the value on the left: 8 < x is x > 8. */
    private static Comparison mirrored(BinaryOp op) {
        return switch (op) {
            case LESS -> Comparison.GREATER;
            case LESS_EQUAL -> Comparison.GREATER_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_EQUAL -> Comparison.LESS_EQUAL;
            default -> comparison(op);
        };
    }
}
