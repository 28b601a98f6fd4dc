package dev.holdfast.query.ast;

/**
 * The samples of each series in a stretch of time, its left end excluded.
 *
 * @param selector which series; carries the offset, the {@code @} and the {@link Extension} that are written after the
 *     brackets
 * @param range length of the stretch
 */
public record MatrixSelector(VectorSelector selector, Span range) implements Expr {
    /** A stretch of known length. */
    public MatrixSelector(VectorSelector selector, long rangeMs) {
        this(selector, Span.of(rangeMs));
    }

    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }

    @Override
    public Position position() {
        return selector.position();
    }

    /** Length of the stretch, once that is known. */
    public long rangeMs() {
        return range.ms();
    }

    /** The same stretch of another selector. */
    public MatrixSelector withSelector(VectorSelector newSelector) {
        return new MatrixSelector(newSelector, range);
    }
}
