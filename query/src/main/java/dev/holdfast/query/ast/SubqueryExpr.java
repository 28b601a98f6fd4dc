package dev.holdfast.query.ast;

import org.jspecify.annotations.Nullable;

/**
 * An instant vector evaluated at every step of a stretch of time.
 *
 * @param range length of the stretch
 * @param step distance of the evaluations, which lie on its multiples; {@link Span#NONE} for the engine's default
 * @param offset how far back; negative looks ahead
 * @param at the moment at which the stretch ends instead of the evaluation time
 */
public record SubqueryExpr(
        Expr inner,
        Span range,
        Span step,
        Span offset,
        @Nullable At at) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }

    @Override
    public Position position() {
        return inner.position();
    }

    /** Length of the stretch, once that is known. */
    public long rangeMs() {
        return range.ms();
    }

    /** Distance of the evaluations, once that is known; 0 for the engine's default. */
    public long stepMs() {
        return step.ms();
    }

    /** How far back, once that is known. */
    public long offsetMs() {
        return offset.ms();
    }

    /** The same of another vector. */
    public SubqueryExpr withInner(Expr newInner) {
        return new SubqueryExpr(newInner, range, step, offset, at);
    }

    /** The same with another offset. */
    public SubqueryExpr withOffset(Span newOffset) {
        return new SubqueryExpr(inner, range, step, newOffset, at);
    }

    /** The same at a moment, or at none. */
    public SubqueryExpr withAt(@Nullable At newAt) {
        return new SubqueryExpr(inner, range, step, offset, newAt);
    }
}
