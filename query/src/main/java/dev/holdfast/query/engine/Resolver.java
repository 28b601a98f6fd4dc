package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.DurationExpr;
import dev.holdfast.query.ast.DurationExpr.Quantity;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.NumberLiteral;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Span;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Extreme;
import java.util.List;

/**
 * Puts into an expression what depends on the query alone: {@code start()}, {@code end()}, {@code range()} and {@code
 * step()}, and the durations that are computed. Arguments lose their parentheses, so that remarks on them point inside, as
 * those of Prometheus do.
 *
 * @param startMs the first step
 * @param endMs end of the query as it was asked, at the last step or after it
 * @param stepMs distance of the steps; 0 in an instant query
 */
record Resolver(long startMs, long endMs, long stepMs) {
    private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

    /** The expression with all that put in. */
    Expr resolve(Expr expr) {
        if (expr instanceof VectorSelector selector) {
            return resolve(selector);
        }
        if (expr instanceof MatrixSelector matrix) {
            return new MatrixSelector(resolve(matrix.selector()), resolve(matrix.range(), false));
        }
        if (expr instanceof SubqueryExpr subquery) {
            return new SubqueryExpr(
                    resolve(subquery.inner()),
                    resolve(subquery.range(), false),
                    resolve(subquery.step(), false),
                    resolve(subquery.offset(), true),
                    subquery.at());
        }
        if (expr instanceof ParenExpr paren) {
            return new ParenExpr(resolve(paren.inner()), paren.position());
        }
        if (expr instanceof UnaryExpr unary) {
            return new UnaryExpr(unary.negative(), resolve(unary.operand()), unary.position());
        }
        if (expr instanceof BinaryExpr binary) {
            return new BinaryExpr(
                    binary.op(),
                    resolve(binary.left()),
                    resolve(binary.right()),
                    binary.returnBool(),
                    binary.matching(),
                    binary.operatorPosition());
        }
        if (expr instanceof AggregateExpr aggregate) {
            Expr parameter = aggregate.parameter();
            return new AggregateExpr(
                    aggregate.op(),
                    resolve(aggregate.operand().withoutParens()),
                    parameter == null ? null : resolve(parameter.withoutParens()),
                    aggregate.grouping(),
                    aggregate.without(),
                    aggregate.position());
        }
        return expr instanceof Call call ? resolve(call) : expr;
    }

    private Expr resolve(Call call) {
        Position position = call.position();
        return switch (call.function().name()) {
            case "start" -> new NumberLiteral(startMs / 1000.0, false, position);
            case "end" -> new NumberLiteral(endMs / 1000.0, false, position);
            case "range" -> new NumberLiteral(quantity(Quantity.RANGE), false, position);
            case "step" -> new NumberLiteral(startMs == endMs ? 0 : quantity(Quantity.STEP), false, position);
            default -> {
                List<Expr> arguments = call.arguments().stream()
                        .map(argument -> resolve(argument.withoutParens()))
                        .toList();
                yield new Call(call.function(), arguments, position);
            }
        };
    }

    private VectorSelector resolve(VectorSelector selector) {
        return selector.offset().expression() == null
                ? selector
                : selector.withOffset(resolve(selector.offset(), true));
    }

    private Span resolve(Span span, boolean mayBeNegative) {
        DurationExpr expr = span.expression();
        if (expr == null) {
            return span;
        }
        double seconds = seconds(expr);
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw refused(expr, "duration is NaN or infinite");
        }
        if (seconds <= 0 && !mayBeNegative) {
            throw refused(expr, "duration must be greater than 0");
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            throw refused(expr, "duration is out of range");
        }
        return Span.of((long) (seconds * 1000));
    }

    private double seconds(DurationExpr expr) {
        if (expr instanceof DurationExpr.Literal literal) {
            return literal.number().value();
        }
        if (expr instanceof DurationExpr.OfQuery ofQuery) {
            return quantity(ofQuery.quantity());
        }
        if (expr instanceof DurationExpr.Negation negation) {
            return -seconds(negation.operand());
        }
        if (expr instanceof DurationExpr.Group group) {
            return seconds(group.inner());
        }
        if (expr instanceof DurationExpr.Extreme extreme) {
            double first = seconds(extreme.first());
            double second = seconds(extreme.second());
            return Extreme.of(extreme.largest(), first, second);
        }
        DurationExpr.Arithmetic arithmetic = (DurationExpr.Arithmetic) expr;
        double left = seconds(arithmetic.left());
        double right = seconds(arithmetic.right());
        if (right == 0 && arithmetic.op() == BinaryOp.DIVIDE) {
            throw refused(expr, "division by zero");
        }
        if (right == 0 && arithmetic.op() == BinaryOp.MODULO) {
            throw refused(expr, "modulo by zero");
        }
        return BinaryMath.compute(arithmetic.op(), left, right);
    }

    private double quantity(Quantity quantity) {
        return (quantity == Quantity.STEP ? stepMs : endMs - startMs) / 1000.0;
    }

    private static QueryException refused(DurationExpr expr, String reason) {
        return new QueryException(QueryException.Kind.BAD_DATA, expr.position() + ": " + reason);
    }
}
