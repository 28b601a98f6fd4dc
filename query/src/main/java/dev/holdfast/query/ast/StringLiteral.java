package dev.holdfast.query.ast;

/**
 * A text in quotes.
 *
 * @param value without quotes and escapes
 */
public record StringLiteral(String value, Position position) implements Expr {
    @Override
    public ValueType type() {
        return ValueType.STRING;
    }
}
