package dev.holdfast.query.ast;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a tree as canonical PromQL for people to read: what is longer than a line is broken up, its parts indented.
 *
 * <p>Breaks where Prometheus's {@code format_query} does.
 */
public final class PrettyPrinter {
    private static final int LINE_BYTES = 100;
    private static final String INDENT = "  ";

    /** Below this nothing is broken up any more: nobody reads it, and each level writes all below it once more. */
    private static final int MAX_LEVEL = 100;

    private PrettyPrinter() {}

    /** The text of an expression. */
    public static String print(Expr expr) {
        return print(expr, 0);
    }

    private static String print(Expr expr, int level) {
        String indent = INDENT.repeat(level);
        String line = Printer.print(expr);
        boolean fits = level > MAX_LEVEL || line.getBytes(StandardCharsets.UTF_8).length <= LINE_BYTES;
        if (expr instanceof SubqueryExpr subquery) {
            if (fits) {
                return line;
            }
            String inner = Printer.print(subquery.inner());
            return print(subquery.inner(), level) + line.substring(inner.length());
        }
        if (expr instanceof UnaryExpr unary) {
            return indent
                    + (unary.negative() ? '-' : '+')
                    + print(unary.operand(), level).strip();
        }
        if (fits) {
            return indent + line;
        }
        if (expr instanceof AggregateExpr aggregate) {
            List<Expr> arguments = new ArrayList<>();
            if (aggregate.parameter() != null) {
                arguments.add(aggregate.parameter());
            }
            arguments.add(aggregate.operand());
            return indent + Printer.grouping(aggregate) + inParens(arguments, level);
        }
        if (expr instanceof BinaryExpr binary) {
            return print(binary.left(), level + 1)
                    + '\n'
                    + indent
                    + Printer.operator(binary)
                    + '\n'
                    + print(binary.right(), level + 1);
        }
        if (expr instanceof Call call) {
            return indent + call.function().name() + inParens(call.arguments(), level);
        }
        if (expr instanceof ParenExpr paren) {
            return indent + inParens(List.of(paren.inner()), level);
        }
        return indent + line;
    }

    private static String inParens(List<Expr> exprs, int level) {
        return exprs.stream()
                .map(expr -> print(expr, level + 1))
                .collect(Collectors.joining(",\n", "(\n", '\n' + INDENT.repeat(level) + ')'));
    }
}
