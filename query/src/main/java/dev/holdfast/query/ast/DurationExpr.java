package dev.holdfast.query.ast;

/**
 * A duration that is computed from others, as in {@code [5m * 2]} or {@code offset (step() / 2)}; in seconds.
 *
 * <p>Depends on the query alone, not on its steps or the data.
 */
public sealed interface DurationExpr {
    /** Where it begins. */
    Position position();

    /** A number of seconds, or a duration. */
    record Literal(NumberLiteral number) implements DurationExpr {
        @Override
        public Position position() {
            return number.position();
        }
    }

    /** {@code step()} or {@code range()}. */
    record OfQuery(Quantity quantity, Position position) implements DurationExpr {}

    /** The other sign. */
    record Negation(DurationExpr operand, Position position) implements DurationExpr {}

    /** Arithmetic, {@code + - * / % ^}. */
    record Arithmetic(BinaryOp op, DurationExpr left, DurationExpr right) implements DurationExpr {
        @Override
        public Position position() {
            return left.position();
        }
    }

    /** {@code max_of(a, b)} or {@code min_of(a, b)}. */
    record Extreme(boolean largest, DurationExpr first, DurationExpr second, Position position)
            implements DurationExpr {}

    /** Parentheses, kept because the text is printed as it was written. */
    record Group(DurationExpr inner, Position position) implements DurationExpr {}

    /** What a query has of its own. */
    enum Quantity {
        /** Distance of the steps; 0 in an instant query. */
        STEP,
        /** From the start to the end; 0 in an instant query. */
        RANGE
    }
}
