package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import java.util.IdentityHashMap;
import java.util.Set;

/** Tells which parts of an expression give the same at every step, because {@code @} pins all their selectors. */
final class Invariance {
    /** Functions that look at the evaluation time, whatever their arguments. */
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
            "year");

    private final IdentityHashMap<Expr, Boolean> known = new IdentityHashMap<>();

    /** Whether an expression gives the same at every step. */
    boolean isInvariant(Expr expr) {
        Boolean answer = known.get(expr);
        if (answer == null) {
            answer = compute(expr);
            known.put(expr, answer);
        }
        return answer;
    }

    private boolean compute(Expr expr) {
        if (expr instanceof VectorSelector selector) {
            return selector.at() != null;
        }
        if (expr instanceof MatrixSelector matrix) {
            return matrix.selector().at() != null;
        }
        if (expr instanceof SubqueryExpr subquery) {
            return subquery.at() != null;
        }
        if (expr instanceof ParenExpr paren) {
            return isInvariant(paren.inner());
        }
        if (expr instanceof UnaryExpr unary) {
            return isInvariant(unary.operand());
        }
        if (expr instanceof BinaryExpr binary) {
            return isInvariant(binary.left()) && isInvariant(binary.right());
        }
        if (expr instanceof AggregateExpr aggregate) {
            boolean parameter = aggregate.parameter() == null || isInvariant(aggregate.parameter());
            return parameter && isInvariant(aggregate.operand());
        }
        if (expr instanceof Call call) {
            return isCallInvariant(call);
        }
        return true; // a literal
    }

    private boolean isCallInvariant(Call call) {
        String name = call.function().name();
        if (DEPEND_ON_TIME.contains(name)) {
            return false;
        }
        if (name.equals("timestamp") && !(call.arguments().get(0).withoutParens() instanceof VectorSelector)) {
            return false; // the time of a computed value is the evaluation time
        }
        return call.arguments().stream().allMatch(this::isInvariant);
    }
}
