package dev.holdfast.query.ast;

/**
 * A number, a sign before it included.
 *
 * @param value seconds when it was written as a duration
 * @param duration whether it was written as a duration, such as {@code 5m}
 */
public record NumberLiteral(double value, boolean duration, Position position) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.SCALAR;
    }

    /** The same with the sign turned. */
    public NumberLiteral negated(Position signPosition) {
        return new NumberLiteral(-value, duration, signPosition);
    }
}
