package dev.holdfast.query.ast;

import java.util.List;

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

    /** The expressions that this one is made of, in the order of their evaluation. */
    default List<Expr> children() {
        if (this instanceof ParenExpr paren) {
            return List.of(paren.inner());
        }
        if (this instanceof UnaryExpr unary) {
            return List.of(unary.operand());
        }
        if (this instanceof BinaryExpr binary) {
            return List.of(binary.left(), binary.right());
        }
        if (this instanceof AggregateExpr aggregate) {
            Expr parameter = aggregate.parameter();
            return parameter == null ? List.of(aggregate.operand()) : List.of(aggregate.operand(), parameter);
        }
        if (this instanceof Call call) {
            return call.arguments();
        }
        if (this instanceof SubqueryExpr subquery) {
            return List.of(subquery.inner());
        }
        return this instanceof MatrixSelector matrix ? List.of(matrix.selector()) : List.of();
    }

    /** The expression without the parentheses around it. */
    default Expr withoutParens() {
        Expr expr = this;
        while (expr instanceof ParenExpr paren) {
            expr = paren.inner();
        }
        return expr;
    }
}
