package dev.holdfast.agent.cli;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.At;
import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A selector of an expression, and which samples it reads.
 *
 * @param selector as it is written
 * @param rangeMs length of the range that is taken at each moment; 0 for the newest sample
 * @param read from the oldest sample that is looked at to the newest
 * @param needsTwo whether the function around it needs two samples in each range
 */
record ReadSelector(VectorSelector selector, long rangeMs, TimeRange read, boolean needsTwo) {
    private static final Set<String> NEED_TWO =
            Set.of("rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear");

    /** The selectors of an expression that is evaluated from one moment to another, in the order in which they are written. */
    static List<ReadSelector> of(Expr expr, long startMs, long endMs, long lookbackMs) {
        List<ReadSelector> found = new ArrayList<>();
        new Walk(startMs, endMs, lookbackMs, found).visit(expr, startMs, endMs, false);
        return found;
    }

    private record Walk(long startMs, long endMs, long lookbackMs, List<ReadSelector> found) {
        void visit(Expr whole, long fromMs, long toMs, boolean needsTwo) {
            Expr expr = whole.withoutParens();
            if (expr instanceof VectorSelector selector) {
                add(selector, 0, fromMs, toMs, needsTwo);
            } else if (expr instanceof MatrixSelector matrix) {
                add(matrix.selector(), matrix.rangeMs(), fromMs, toMs, needsTwo);
            } else if (expr instanceof AggregateExpr aggregate) {
                visit(aggregate.operand(), fromMs, toMs, false);
                if (aggregate.parameter() != null) {
                    visit(aggregate.parameter(), fromMs, toMs, false);
                }
            } else if (expr instanceof BinaryExpr binary) {
                visit(binary.left(), fromMs, toMs, false);
                visit(binary.right(), fromMs, toMs, false);
            } else if (expr instanceof Call call) {
                boolean two = NEED_TWO.contains(call.function().name());
                call.arguments().forEach(argument -> visit(argument, fromMs, toMs, two));
            } else if (expr instanceof UnaryExpr unary) {
                visit(unary.operand(), fromMs, toMs, false);
            } else if (expr instanceof SubqueryExpr subquery) {
                At at = subquery.at();
                long from = (at == null ? fromMs : momentMs(at)) - subquery.offsetMs() - subquery.rangeMs();
                long to = (at == null ? toMs : momentMs(at)) - subquery.offsetMs();
                visit(subquery.inner(), from, to, false);
            }
        }

        private void add(VectorSelector selector, long rangeMs, long fromMs, long toMs, boolean needsTwo) {
            At at = selector.at();
            long from = (at == null ? fromMs : momentMs(at)) - selector.offsetMs();
            long to = (at == null ? toMs : momentMs(at)) - selector.offsetMs();
            long backMs = rangeMs == 0 ? lookbackMs : rangeMs;
            found.add(new ReadSelector(selector, rangeMs, new TimeRange(from - backMs + 1, to + 1), needsTwo));
        }

        private long momentMs(At at) {
            return switch (at.kind()) {
                case FIXED -> at.timestampMs();
                case START -> startMs;
                case END -> endMs;
            };
        }
    }
}
