package dev.holdfast.agent.cli;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.ast.VectorSelector;
import org.jspecify.annotations.Nullable;

/** Finds a counter that is shown as it grows, which is hardly ever what was meant. */
final class RawCounter {
    private RawCounter() {}

    /** Its name, or null when the expression shows something else. By the name alone, as the convention has it. */
    static @Nullable String in(Expr whole) {
        Expr expr = whole.withoutParens();
        if (expr instanceof AggregateExpr aggregate
                && aggregate.op() != AggregateOp.COUNT
                && aggregate.op() != AggregateOp.COUNT_VALUES
                && aggregate.op() != AggregateOp.GROUP) {
            return in(aggregate.operand());
        }
        if (expr instanceof BinaryExpr binary
                && binary.op().isComparison()
                && !binary.returnBool()
                && binary.right().type() == ValueType.SCALAR) {
            return in(binary.left());
        }
        if (expr instanceof VectorSelector selector) {
            return selector.name().endsWith("_total") || selector.name().endsWith("_bucket") ? selector.name() : null;
        }
        return null;
    }
}
