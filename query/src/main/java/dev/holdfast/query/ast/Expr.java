package dev.holdfast.query.ast;

/** A node of the tree. Immutable; equal when its parts and its place in the text are. */
public sealed interface Expr
        permits AggregateExpr,
                BinaryExpr,
                Call,
                MatrixSelector,
                NumberLiteral,
                ParenExpr,
                StringLiteral,
                SubqueryExpr,
                UnaryExpr,
                VectorSelector {
    /** What it evaluates to. */
    ValueType type();

    /** Where it begins. */
    Position position();

    /** The expression without the parentheses around it. */
    default Expr withoutParens() {
        Expr expr = this;
        while (expr instanceof ParenExpr paren) {
            expr = paren.inner();
        }
        return expr;
    }
}
