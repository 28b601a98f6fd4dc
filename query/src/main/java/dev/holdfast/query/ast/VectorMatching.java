package dev.holdfast.query.ast;

import java.util.List;

/**
 * How the series of two vectors find each other.
 *
 * @param cardinality how many may match on each side
 * @param on whether only {@code labels} count, rather than all but those
 * @param labels of {@code on} or {@code ignoring}
 * @param include of {@code group_left} or {@code group_right}: labels to take over from the one side
 */
public record VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {
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
            new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    /** Copies the lists. */
    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /** The same for another cardinality. */
    public VectorMatching withCardinality(Cardinality newCardinality) {
        return new VectorMatching(newCardinality, on, labels, include);
    }

    /** Whether {@code group_left} or {@code group_right} was given. */
    public boolean isGrouped() {
        return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
    }
}
