package dev.holdfast.query.ast;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.PromDuration;
import dev.holdfast.query.ast.VectorMatching.Cardinality;
import dev.holdfast.storage.Labels;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a tree as canonical PromQL, in one line; the text parses back to the same tree. */
public final class Printer {
    private Printer() {}

    /** The text of an expression. */
    public static String print(Expr expr) {
        StringBuilder out = new StringBuilder();
        append(out, expr);
        return out.toString();
    }

    private static void append(StringBuilder out, Expr expr) {
        if (expr instanceof NumberLiteral number) {
            appendNumber(out, number);
        } else if (expr instanceof StringLiteral string) {
            out.append(Quoting.quote(string.value()));
        } else if (expr instanceof VectorSelector selector) {
            appendSelector(out, selector);
            appendAt(out, selector.at());
            appendOffset(out, selector.offsetMs());
        } else if (expr instanceof MatrixSelector matrix) {
            appendSelector(out, matrix.selector());
            out.append('[').append(PromDuration.format(matrix.rangeMs())).append(']');
            appendAt(out, matrix.selector().at());
            appendOffset(out, matrix.selector().offsetMs());
        } else if (expr instanceof SubqueryExpr subquery) {
            append(out, subquery.inner());
            out.append('[').append(PromDuration.format(subquery.rangeMs())).append(':');
            if (subquery.stepMs() != 0) {
                out.append(PromDuration.format(subquery.stepMs()));
            }
            out.append(']');
            appendAt(out, subquery.at());
            appendOffset(out, subquery.offsetMs());
        } else if (expr instanceof ParenExpr paren) {
            append(out.append('('), paren.inner());
            out.append(')');
        } else if (expr instanceof UnaryExpr unary) {
            append(out.append(unary.negative() ? '-' : '+'), unary.operand());
        } else if (expr instanceof BinaryExpr binary) {
            appendBinary(out, binary);
        } else if (expr instanceof AggregateExpr aggregate) {
            appendAggregate(out, aggregate);
        } else if (expr instanceof Call call) {
            out.append(call.function().name()).append('(');
            appendAll(out, call.arguments());
            out.append(')');
        }
    }

    private static void appendNumber(StringBuilder out, NumberLiteral number) {
        if (number.duration()) {
            out.append(PromDuration.format(Math.round(number.value() * 1000)));
        } else {
            out.append(PromDouble.formatFixed(number.value()));
        }
    }

    private static boolean isInfinite(NumberLiteral number) {
        return number.value() == Double.POSITIVE_INFINITY;
    }

    private static void appendSelector(StringBuilder out, VectorSelector selector) {
        out.append(selector.name());
        String matchers = selector.matchers().stream()
                .filter(matcher -> !isName(matcher, selector.name()))
                .map(LabelMatcher::toString)
                .sorted()
                .collect(Collectors.joining(","));
        if (!matchers.isEmpty()) {
            out.append('{').append(matchers).append('}');
        } else if (selector.name().isEmpty()) {
            out.append("{}");
        }
    }

    private static boolean isName(LabelMatcher matcher, String name) {
        return !name.isEmpty()
                && matcher.op() == LabelMatcher.Op.EQUAL
                && matcher.name().equals(Labels.METRIC_NAME)
                && matcher.value().equals(name);
    }

    private static void appendAt(StringBuilder out, @Nullable At at) {
        if (at == null) {
            return;
        }
        switch (at.kind()) {
            case FIXED ->
                out.append(" @ ").append(BigDecimal.valueOf(at.timestampMs(), 3).toPlainString());
            case START -> out.append(" @ start()");
            case END -> out.append(" @ end()");
        }
    }

    private static void appendOffset(StringBuilder out, long offsetMs) {
        if (offsetMs != 0) {
            out.append(" offset ").append(PromDuration.format(offsetMs));
        }
    }

    private static void appendBinary(StringBuilder out, BinaryExpr binary) {
        if (binary.op() == BinaryOp.POWER && binary.left() instanceof NumberLiteral base && isInfinite(base)) {
            out.append("Inf"); // a sign would be read as that of the whole power
        } else {
            append(out, binary.left());
        }
        out.append(' ').append(binary.op().symbol());
        if (binary.returnBool()) {
            out.append(" bool");
        }
        VectorMatching matching = binary.matching();
        if (matching != null) {
            if (matching.on() || !matching.labels().isEmpty() || matching.isGrouped()) {
                out.append(matching.on() ? " on (" : " ignoring (");
                out.append(names(matching.labels())).append(')');
            }
            if (matching.isGrouped()) {
                out.append(matching.cardinality() == Cardinality.MANY_TO_ONE ? " group_left (" : " group_right (");
                out.append(names(matching.include())).append(')');
            }
        }
        append(out.append(' '), binary.right());
    }

    private static void appendAggregate(StringBuilder out, AggregateExpr aggregate) {
        out.append(aggregate.op().symbol());
        if (aggregate.without() || !aggregate.grouping().isEmpty()) {
            out.append(aggregate.without() ? " without (" : " by (");
            out.append(names(aggregate.grouping())).append(") ");
        }
        out.append('(');
        if (aggregate.parameter() != null) {
            append(out, aggregate.parameter());
            out.append(", ");
        }
        append(out, aggregate.operand());
        out.append(')');
    }

    private static void appendAll(StringBuilder out, List<Expr> exprs) {
        for (int i = 0; i < exprs.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            append(out, exprs.get(i));
        }
    }

    private static String names(List<String> names) {
        return names.stream().map(Quoting::labelName).collect(Collectors.joining(", "));
    }
}
