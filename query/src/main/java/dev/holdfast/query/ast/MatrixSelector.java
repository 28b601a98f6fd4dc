package dev.holdfast.query.ast;

/**
 * The samples of each series in a stretch of time, its left end excluded.
 *
 * @param selector which series; carries the offset and the {@code @} that are written after the brackets
 * @param rangeMs length of the stretch
 */
public record MatrixSelector(VectorSelector selector, long rangeMs) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.RANGE_VECTOR;
    }

    @Override
    public Position position() {
        return selector.position();
    }
}
