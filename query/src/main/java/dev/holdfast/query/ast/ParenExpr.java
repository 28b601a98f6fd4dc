package dev.holdfast.query.ast;

/** An expression in parentheses, kept because the text is printed as it was written. */
public record ParenExpr(Expr inner, Position position) implements Expr {
    @Override
    public ValueType type() {
        return inner.type();
    }
}
