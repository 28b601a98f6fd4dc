package dev.holdfast.query.ast;

/**
 * A sign before an expression that is not a plain number.
 *
 * @param negative minus rather than plus
 */
public record UnaryExpr(boolean negative, Expr operand, Position position) implements Expr {
    @Override
    public ValueType type() {
        return operand.type();
    }
}
