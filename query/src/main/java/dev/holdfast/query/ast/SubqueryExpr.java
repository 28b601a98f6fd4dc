package dev.holdfast.query.ast;

import org.jspecify.annotations.Nullable;

/**
 * An instant vector evaluated at every step of a stretch of time.
 *
 * @param rangeMs length of the stretch
 * @param stepMs distance of the evaluations, which lie on its multiples; 0 for the engine's default
 * @param offsetMs how far back; negative looks ahead
 * @param at the moment at which the stretch ends instead of the evaluation time
 */
public record SubqueryExpr(
        Expr inner,
        long rangeMs,
        long stepMs,
        long offsetMs,
        @Nullable At at) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }

    @Override
    public Position position() {
        return inner.position();
    }

    /** The same with another offset. */
    public SubqueryExpr withOffsetMs(long newOffsetMs) {
        return new SubqueryExpr(inner, rangeMs, stepMs, newOffsetMs, at);
    }

    /** The same at a moment, or at none. */
    public SubqueryExpr withAt(@Nullable At newAt) {
        return new SubqueryExpr(inner, rangeMs, stepMs, offsetMs, newAt);
    }
}
