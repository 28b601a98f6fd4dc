package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.BinaryOp;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.FunctionSignature;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Quoting;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.ast.VectorMatching;
import dev.holdfast.query.ast.VectorMatching.Cardinality;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;

/** Refuses trees whose types do not fit, and settles what only the types decide: how vectors match. */
final class TypeChecker {
    private TypeChecker() {}

    /** The tree, with the matching of binary operators settled; throws on the first misfit, outer ones before inner. */
    static Expr check(Expr expr) {
        if (expr instanceof ParenExpr paren) {
            return new ParenExpr(check(paren.inner()), paren.position());
        }
        if (expr instanceof UnaryExpr unary) {
            return checkUnary(unary);
        }
        if (expr instanceof BinaryExpr binary) {
            return checkBinary(binary);
        }
        if (expr instanceof AggregateExpr aggregate) {
            return checkAggregate(aggregate);
        }
        if (expr instanceof Call call) {
            return checkCall(call);
        }
        if (expr instanceof SubqueryExpr subquery) {
            Expr inner = check(subquery.inner());
            if (inner.type() != ValueType.INSTANT_VECTOR) {
                throw error(
                        subquery.position(),
                        "subquery is only allowed on instant vector, got "
                                + inner.type().wireName() + " instead");
            }
            return subquery.withInner(inner);
        }
        if (expr instanceof MatrixSelector matrix) {
            checkSelector(matrix.selector());
        } else if (expr instanceof VectorSelector selector) {
            checkSelector(selector);
        }
        return expr;
    }

    private static Expr checkUnary(UnaryExpr unary) {
        Expr operand = check(unary.operand());
        if (!isScalarOrVector(operand)) {
            throw error(
                    unary.position(),
                    "unary expression only allowed on expressions of type scalar or instant vector, got "
                            + Quoting.quote(operand.type().documentedName()));
        }
        return new UnaryExpr(unary.negative(), operand, unary.position());
    }

    private static Expr checkBinary(BinaryExpr binary) {
        Expr left = check(binary.left());
        Expr right = check(binary.right());
        BinaryOp op = binary.op();
        if (binary.returnBool() && !op.isComparison()) {
            throw error(binary.operatorPosition(), "bool modifier can only be used on comparison operators");
        }
        boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
        if (op.isComparison() && !binary.returnBool() && scalars) {
            throw error(binary.operatorPosition(), "comparisons between scalars must use BOOL modifier");
        }
        VectorMatching matching = binary.matching() == null ? VectorMatching.DEFAULT : binary.matching();
        if (matching.on()) {
            for (String label : matching.labels()) {
                if (matching.include().contains(label)) {
                    throw error(
                            binary.operatorPosition(),
                            "label " + Quoting.quote(label) + " must not occur in ON and GROUP clause at once");
                }
            }
        }
        for (Expr side : List.of(left, right)) {
            if (!isScalarOrVector(side)) {
                throw error(side.position(), "binary expression must contain only scalar and instant vector types");
            }
        }
        boolean vectors = left.type() == ValueType.INSTANT_VECTOR && right.type() == ValueType.INSTANT_VECTOR;
        if (!vectors && !matching.labels().isEmpty()) {
            throw error(binary.position(), "vector matching only allowed between instant vectors");
        }
        if (!vectors && matching.fills()) {
            throw error(binary.position(), "filling in missing series only allowed between instant vectors");
        }
        if (op.isSet() && vectors) {
            if (matching.isGrouped()) {
                throw error(binary.position(), "no grouping allowed for " + Quoting.quote(op.symbol()) + " operation");
            }
            if (matching.fills()) {
                throw error(binary.position(), "filling in missing series not allowed for set operators");
            }
            matching = matching.withCardinality(Cardinality.MANY_TO_MANY);
        } else if (op.isSet()) {
            throw error(
                    binary.position(),
                    "set operator " + Quoting.quote(op.symbol()) + " not allowed in binary scalar expression");
        }
        return new BinaryExpr(
                op, left, right, binary.returnBool(), vectors ? matching : null, binary.operatorPosition());
    }

    private static Expr checkAggregate(AggregateExpr aggregate) {
        Expr operand = check(aggregate.operand());
        expect(ValueType.INSTANT_VECTOR, operand, "aggregation expression");
        Expr parameter = aggregate.parameter();
        ValueType wanted = aggregate.op().parameterType();
        if (parameter != null && wanted != null) {
            parameter = check(parameter);
            expect(wanted, parameter, "aggregation parameter");
        }
        return new AggregateExpr(
                aggregate.op(), operand, parameter, aggregate.grouping(), aggregate.without(), aggregate.position());
    }

    private static Expr checkCall(Call call) {
        FunctionSignature function = call.function();
        checkCount(call);
        boolean info = function.name().equals("info");
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            if (info && i == 1) {
                arguments.add(checkLabelSelector(call));
                continue;
            }
            Expr argument = check(call.arguments().get(i));
            expect(function.argumentType(i), argument, "call to function " + Quoting.quote(function.name()));
            arguments.add(argument);
        }
        return new Call(function, arguments, call.position());
    }

    /** The second argument of {@code info}: matchers of labels, not a metric; they may all match the empty text. */
    private static Expr checkLabelSelector(Call call) {
        Expr argument = call.arguments().get(1);
        if (argument.type() != ValueType.INSTANT_VECTOR) {
            throw error(
                    call.position(),
                    "expected type instant vector in call to function \"info\", got "
                            + argument.type().documentedName());
        }
        if (!(argument instanceof VectorSelector selector)) {
            throw error(argument.position(), "expected label selectors only");
        }
        if (!selector.name().isEmpty()) {
            throw error(argument.position(), "expected label selectors only, got vector selector instead");
        }
        return argument;
    }

    private static void checkCount(Call call) {
        FunctionSignature function = call.function();
        int given = call.arguments().size();
        int types = function.argumentTypes().size();
        String bound = "";
        int wanted = types;
        if (function.variadic() == 0) {
            if (given == types) {
                return;
            }
        } else if (given < types - 1) {
            wanted = types - 1;
            bound = "at least ";
        } else if (function.variadic() > 0 && given > types - 1 + function.variadic()) {
            wanted = types - 1 + function.variadic();
            bound = "at most ";
        } else {
            return;
        }
        throw error(
                call.position(),
                "expected " + bound + wanted + " argument(s) in call to " + Quoting.quote(function.name()) + ", got "
                        + given);
    }

    private static void checkSelector(VectorSelector selector) {
        checkNameOnce(selector);
        if (selector.matchers().stream().allMatch(matcher -> matcher.matches(""))) {
            throw error(selector.position(), "vector selector must contain at least one non-empty matcher");
        }
    }

    /** Refuses a metric name before the braces together with one inside. */
    static void checkNameOnce(VectorSelector selector) {
        if (selector.name().isEmpty()) {
            return;
        }
        List<LabelMatcher> inBraces =
                selector.matchers().subList(0, selector.matchers().size() - 1);
        for (LabelMatcher matcher : inBraces) {
            if (matcher.name().equals(Labels.METRIC_NAME)) {
                throw error(
                        selector.position(),
                        "metric name must not be set twice: " + Quoting.quote(selector.name()) + " or "
                                + Quoting.quote(matcher.value()));
            }
        }
    }

    private static void expect(ValueType wanted, Expr expr, String context) {
        if (expr.type() != wanted) {
            throw error(
                    expr.position(),
                    "expected type " + wanted.documentedName() + " in " + context + ", got "
                            + expr.type().documentedName());
        }
    }

    private static boolean isScalarOrVector(Expr expr) {
        return expr.type() == ValueType.SCALAR || expr.type() == ValueType.INSTANT_VECTOR;
    }

    private static ParseException error(Position position, String reason) {
        return new ParseException(position, reason);
    }
}
