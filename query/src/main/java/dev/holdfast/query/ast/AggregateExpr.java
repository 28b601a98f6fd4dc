package dev.holdfast.query.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation of a vector.
 *
 * @param parameter the first argument of those operators that take one, else null
 * @param grouping labels of {@code by} or {@code without}
 * @param without whether {@code grouping} names what to leave out rather than what to keep
 */
public record AggregateExpr(
        AggregateOp op,
        Expr operand,
        @Nullable Expr parameter,
        List<String> grouping,
        boolean without,
        Position position)
        implements Expr {
    /** Copies the list. */
    public AggregateExpr {
        grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
        return ValueType.INSTANT_VECTOR;
    }
}
