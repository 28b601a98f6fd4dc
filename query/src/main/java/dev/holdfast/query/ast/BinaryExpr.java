package dev.holdfast.query.ast;

import org.jspecify.annotations.Nullable;

/**
 * Two expressions joined by an operator.
 *
 * @param returnBool a comparison that gives 0 or 1 instead of filtering
 * @param matching how series match; null unless both sides are vectors
 * @param operatorPosition where the operator stands
 */
public record BinaryExpr(
        BinaryOp op,
        Expr left,
        Expr right,
        boolean returnBool,
        @Nullable VectorMatching matching,
        Position operatorPosition)
        implements Expr {
    @Override
    public ValueType type() {
        return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
                ? ValueType.SCALAR
                : ValueType.INSTANT_VECTOR;
    }

    @Override
    public Position position() {
        return left.position();
    }
}
