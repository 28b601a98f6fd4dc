package dev.holdfast.agent.cli;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.Printer;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as a tree of short lines, one for each step of its evaluation.
 *
 * @param text what is done with what the children give
 * @param selector what is read, or null where nothing is
 * @param children the operands, as they are written
 */
record ExprOutline(String text, @Nullable VectorSelector selector, List<ExprOutline> children) {

    /** The outline of an expression; parentheses leave no trace. */
    static ExprOutline of(Expr whole) {
        Expr expr = whole.withoutParens();
        if (expr instanceof VectorSelector selector) {
            return new ExprOutline(Printer.print(expr), selector, List.of());
        }
        if (expr instanceof MatrixSelector matrix) {
            return new ExprOutline(Printer.print(expr), matrix.selector(), List.of());
        }
        if (expr instanceof AggregateExpr aggregate) {
            List<Expr> operands = new ArrayList<>();
            if (aggregate.parameter() != null) {
                operands.add(aggregate.parameter());
            }
            operands.add(aggregate.operand());
            return node(aggregateText(aggregate), operands);
        }
        if (expr instanceof BinaryExpr binary) {
            String text = binary.op().symbol() + (binary.returnBool() ? " bool" : "");
            return node(text, List.of(binary.left(), binary.right()));
        }
        if (expr instanceof Call call) {
            return node(call.function().name() + "()", call.arguments());
        }
        if (expr instanceof SubqueryExpr subquery) {
            return node("subquery " + Printer.steps(subquery), List.of(subquery.inner()));
        }
        if (expr instanceof UnaryExpr unary) {
            return node(unary.negative() ? "-" : "+", List.of(unary.operand()));
        }
        return new ExprOutline(Printer.print(expr), null, List.of());
    }

    private static ExprOutline node(String text, List<Expr> operands) {
        return new ExprOutline(
                text, null, operands.stream().map(ExprOutline::of).toList());
    }

    private static String aggregateText(AggregateExpr aggregate) {
        String names = String.join(", ", aggregate.grouping());
        if (aggregate.without()) {
            return aggregate.op().symbol() + " without (" + names + ")";
        }
        return aggregate.op().symbol() + (names.isEmpty() ? "" : " by (" + names + ")");
    }
}
