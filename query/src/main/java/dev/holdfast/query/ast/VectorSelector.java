package dev.holdfast.query.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each series that satisfies the matchers.
 *
 * @param name the metric name written before the braces, or the empty string; when there is one, the last matcher is its
 *     equality
 * @param matchers all of which must be satisfied
 * @param offsetMs how far back to look; negative looks ahead; 0 for none
 * @param at the moment to look at instead of the evaluation time
 */
public record VectorSelector(
        String name,
        List<LabelMatcher> matchers,
        long offsetMs,
        @Nullable At at,
        Position position) implements Expr {
    /** Copies the list. */
    public VectorSelector {
        matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
        return ValueType.INSTANT_VECTOR;
    }

    /** The same with another offset. */
    public VectorSelector withOffsetMs(long newOffsetMs) {
        return new VectorSelector(name, matchers, newOffsetMs, at, position);
    }

    /** The same at a moment, or at none. */
    public VectorSelector withAt(@Nullable At newAt) {
        return new VectorSelector(name, matchers, offsetMs, newAt, position);
    }
}
