package dev.holdfast.query.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each series that satisfies the matchers.
 *
 * @param name the metric name written before the braces, or the empty string; when there is one, the last matcher is its
 *     equality
 * @param matchers all of which must be satisfied
 * @param offset how far back to look; negative looks ahead
 * @param at the moment to look at instead of the evaluation time
 * @param extension {@code anchored}, {@code smoothed} or neither
 */
public record VectorSelector(
        String name,
        List<LabelMatcher> matchers,
        Span offset,
        @Nullable At at,
        Extension extension,
        Position position) implements Expr {
    /** Copies the list. */
    public VectorSelector {
        matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
        return ValueType.INSTANT_VECTOR;
    }

    /** How far back to look, once that is known; 0 for not at all. */
    public long offsetMs() {
        return offset.ms();
    }

    /** The same with another offset. */
    public VectorSelector withOffset(Span newOffset) {
        return new VectorSelector(name, matchers, newOffset, at, extension, position);
    }

    /** The same at a moment, or at none. */
    public VectorSelector withAt(@Nullable At newAt) {
        return new VectorSelector(name, matchers, offset, newAt, extension, position);
    }

    /** The same with other edges. */
    public VectorSelector withExtension(Extension newExtension) {
        return new VectorSelector(name, matchers, offset, at, newExtension, position);
    }
}
