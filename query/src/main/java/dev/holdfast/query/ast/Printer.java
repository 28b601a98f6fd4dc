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
            appendExtension(out, selector);
            appendOffset(out, selector.offset());
        } else if (expr instanceof MatrixSelector matrix) {
            VectorSelector selector = matrix.selector();
            appendSelector(out, selector);
            appendSpan(out.append('['), matrix.range());
            out.append(']');
            appendExtension(out, selector);
            appendAt(out, selector.at());
            appendOffset(out, selector.offset());
        } else if (expr instanceof SubqueryExpr subquery) {
            append(out, subquery.inner());
            out.append(steps(subquery));
            appendAt(out, subquery.at());
            appendOffset(out, subquery.offset());
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

    private static void appendOffset(StringBuilder out, Span offset) {
        if (offset.isGiven()) {
            appendSpan(out.append(" offset "), offset);
        }
    }

    private static void appendExtension(StringBuilder out, VectorSelector selector) {
        if (selector.extension() != Extension.NONE) {
            out.append(' ').append(selector.extension().symbol());
        }
    }

    /** Range and step of a subquery, for example {@code [1h:5m]}. */
    public static String steps(SubqueryExpr subquery) {
        StringBuilder out = new StringBuilder();
        appendSpan(out.append('['), subquery.range());
        out.append(':');
        if (subquery.step().isGiven()) {
            appendSpan(out, subquery.step());
        }
        return out.append(']').toString();
    }

    private static void appendSpan(StringBuilder out, Span span) {
        if (span.expression() == null) {
            out.append(PromDuration.format(span.fixedMs()));
        } else {
            appendDuration(out, span.expression());
        }
    }

    private static void appendDuration(StringBuilder out, DurationExpr expr) {
        if (expr instanceof DurationExpr.Literal literal) {
            appendNumber(out, literal.number());
        } else if (expr instanceof DurationExpr.OfQuery ofQuery) {
            out.append(ofQuery.quantity() == DurationExpr.Quantity.STEP ? "step()" : "range()");
        } else if (expr instanceof DurationExpr.Negation negation) {
            appendDuration(out.append('-'), negation.operand());
        } else if (expr instanceof DurationExpr.Group group) {
            appendDuration(out.append('('), group.inner());
            out.append(')');
        } else if (expr instanceof DurationExpr.Extreme extreme) {
            out.append(extreme.largest() ? "max_of(" : "min_of(");
            appendDuration(out, extreme.first());
            appendDuration(out.append(", "), extreme.second());
            out.append(')');
        } else if (expr instanceof DurationExpr.Arithmetic arithmetic) {
            appendDuration(out, arithmetic.left());
            out.append(' ').append(arithmetic.op().symbol()).append(' ');
            appendDuration(out, arithmetic.right());
        }
    }

    private static void appendBinary(StringBuilder out, BinaryExpr binary) {
        if (binary.op() == BinaryOp.POWER && binary.left() instanceof NumberLiteral base && isInfinite(base)) {
            out.append("Inf"); // a sign would be read as that of the whole power
        } else {
            append(out, binary.left());
        }
        append(out.append(' ').append(operator(binary)).append(' '), binary.right());
    }

    /** The operator with all that modifies it, for example {@code == bool on (a)}. */
    static String operator(BinaryExpr binary) {
        StringBuilder out = new StringBuilder(binary.op().symbol());
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
            appendFill(out, matching);
        }
        return out.toString();
    }

    private static void appendFill(StringBuilder out, VectorMatching matching) {
        Double left = matching.fillLeft();
        Double right = matching.fillRight();
        if (left != null && left.equals(right)) {
            out.append(" fill (").append(PromDouble.formatFixed(left)).append(')');
            return;
        }
        if (left != null) {
            out.append(" fill_left (").append(PromDouble.formatFixed(left)).append(')');
        }
        if (right != null) {
            out.append(" fill_right (").append(PromDouble.formatFixed(right)).append(')');
        }
    }

    private static void appendAggregate(StringBuilder out, AggregateExpr aggregate) {
        out.append(grouping(aggregate)).append('(');
        if (aggregate.parameter() != null) {
            append(out, aggregate.parameter());
            out.append(", ");
        }
        append(out, aggregate.operand());
        out.append(')');
    }

    /** The aggregation up to its arguments, for example <code>sum by (a) </code>. */
    static String grouping(AggregateExpr aggregate) {
        StringBuilder out = new StringBuilder(aggregate.op().symbol());
        if (aggregate.without() || !aggregate.grouping().isEmpty()) {
            out.append(aggregate.without() ? " without (" : " by (");
            out.append(names(aggregate.grouping())).append(") ");
        }
        return out.toString();
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
