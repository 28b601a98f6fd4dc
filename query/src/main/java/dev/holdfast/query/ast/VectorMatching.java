package dev.holdfast.query.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the series of two vectors find each other.
 *
 * @param cardinality how many may match on each side
 * @param on whether only {@code labels} count, rather than all but those
 * @param labels of {@code on} or {@code ignoring}
 * @param include of {@code group_left} or {@code group_right}: labels to take over from the one side
 * @param fillLeft value of a series that is missing on the left, or null when there is to be no result
 * @param fillRight value of a series that is missing on the right, or null when there is to be no result
 */
public record VectorMatching(
        Cardinality cardinality,
        boolean on,
        List<String> labels,
        List<String> include,
        @Nullable Double fillLeft,
        @Nullable Double fillRight) {
    /** How many series may match on the left and on the right. */
    public enum Cardinality {
        /** One on each side. */
        ONE_TO_ONE,
        /** Many on the left: {@code group_left}. */
        MANY_TO_ONE,
        /** Many on the right: {@code group_right}. */
        ONE_TO_MANY,
        /** Set operators. */
        MANY_TO_MANY
    }

    /** All labels must be equal, one series on each side. */
    public static final VectorMatching DEFAULT =
            new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of(), null, null);

    /** Copies the lists. */
    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /** The same for another cardinality. */
    public VectorMatching withCardinality(Cardinality newCardinality) {
        return new VectorMatching(newCardinality, on, labels, include, fillLeft, fillRight);
    }

    /** The same with values for what is missing. */
    public VectorMatching withFill(@Nullable Double left, @Nullable Double right) {
        return new VectorMatching(cardinality, on, labels, include, left, right);
    }

    /** Whether {@code group_left} or {@code group_right} was given. */
    public boolean isGrouped() {
        return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
    }

    /** Whether a series that is missing gets a value. */
    public boolean fills() {
        return fillLeft != null || fillRight != null;
    }
}
