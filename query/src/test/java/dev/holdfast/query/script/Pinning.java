package dev.holdfast.query.script;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.At;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import java.util.List;
import java.util.Set;

/** Pins an expression to a moment, so that it must give the same at any evaluation time. */
public final class Pinning {
    private static final Set<String> DEPEND_ON_TIME = Set.of(
            "days_in_month",
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "hour",
            "minute",
            "month",
            "predict_linear",
            "time",
            "timestamp",
            "year");

    private Pinning() {}

    /** Whether it can be pinned: no function in it looks at the clock. */
    public static boolean isPossible(Expr expr) {
        if (expr instanceof Call call && DEPEND_ON_TIME.contains(call.function().name())) {
            return false;
        }
        return children(expr).stream().allMatch(Pinning::isPossible);
    }

    private static List<Expr> children(Expr expr) {
        if (expr instanceof ParenExpr paren) {
            return List.of(paren.inner());
        }
        if (expr instanceof UnaryExpr unary) {
            return List.of(unary.operand());
        }
        if (expr instanceof BinaryExpr binary) {
            return List.of(binary.left(), binary.right());
        }
        if (expr instanceof AggregateExpr aggregate) {
            return aggregate.parameter() == null
                    ? List.of(aggregate.operand())
                    : List.of(aggregate.parameter(), aggregate.operand());
        }
        if (expr instanceof Call call) {
            return call.arguments();
        }
        if (expr instanceof SubqueryExpr subquery) {
            return List.of(subquery.inner());
        }
        return List.of();
    }

    /** The expression with all outer selectors at a moment, apart from those that are pinned already. */
    public static Expr at(Expr expr, long timeMs) {
        At at = At.fixed(timeMs);
        if (expr instanceof VectorSelector selector) {
            return selector.at() == null ? selector.withAt(at) : selector;
        }
        if (expr instanceof MatrixSelector matrix) {
            return matrix.withSelector((VectorSelector) at(matrix.selector(), timeMs));
        }
        if (expr instanceof SubqueryExpr subquery) {
            return subquery.at() == null ? subquery.withAt(at) : subquery;
        }
        if (expr instanceof ParenExpr paren) {
            return new ParenExpr(at(paren.inner(), timeMs), paren.position());
        }
        if (expr instanceof UnaryExpr unary) {
            return new UnaryExpr(unary.negative(), at(unary.operand(), timeMs), unary.position());
        }
        if (expr instanceof BinaryExpr binary) {
            return new BinaryExpr(
                    binary.op(),
                    at(binary.left(), timeMs),
                    at(binary.right(), timeMs),
                    binary.returnBool(),
                    binary.matching(),
                    binary.operatorPosition());
        }
        if (expr instanceof AggregateExpr aggregate) {
            Expr parameter = aggregate.parameter();
            return new AggregateExpr(
                    aggregate.op(),
                    at(aggregate.operand(), timeMs),
                    parameter == null ? null : at(parameter, timeMs),
                    aggregate.grouping(),
                    aggregate.without(),
                    aggregate.position());
        }
        if (expr instanceof Call call) {
            return new Call(
                    call.function(),
                    call.arguments().stream()
                            .map(argument -> at(argument, timeMs))
                            .toList(),
                    call.position());
        }
        return expr;
    }
}
