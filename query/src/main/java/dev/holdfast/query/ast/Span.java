package dev.holdfast.query.ast;

import org.jspecify.annotations.Nullable;

/**
 * A length of time in a selector or subquery: a range, a step or an offset, written as a number or to be computed.
 *
 * @param fixedMs the length; 0 while there is an expression for it
 * @param expression what gives the length once the query is known, or null
 */
public record Span(long fixedMs, @Nullable DurationExpr expression) {
    /** No time at all: no offset, or the default step. */
    public static final Span NONE = new Span(0, null);

    /** A known length. */
    public static Span of(long ms) {
        return ms == 0 ? NONE : new Span(ms, null);
    }

    /** A length that is computed when the query is evaluated. */
    public static Span of(DurationExpr expression) {
        return new Span(0, expression);
    }

    /**
     * The length in milliseconds.
     *
     * @throws IllegalStateException when it has not been computed yet
     */
    public long ms() {
        if (expression != null) {
            throw new IllegalStateException("not resolved: span=" + expression);
        }
        return fixedMs;
    }

    /** Whether anything was written. */
    public boolean isGiven() {
        return fixedMs != 0 || expression != null;
    }
}
