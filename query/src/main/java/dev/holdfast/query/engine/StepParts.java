package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Evaluates in parts of the grid what needs many series at a time and gives few: so that it never holds all of them at all
 * steps. A range is nothing but instants, so the parts together are the whole.
 */
final class StepParts {
    /** What a part may hold; small next to any heap, large enough that parts are few. */
    private static final long VALUES_OF_A_PART = 1 << 18;

    /** Each part reads its first windows anew, so very short ones would read more than they save. */
    private static final int SHORTEST_PART = 32;

    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    StepParts(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    /**
     * Evaluates for all steps.
     *
     * @param operand what is held while a part is evaluated
     * @param evaluate gives the series for a part; they are counted in the budget
     */
    List<StepSeries> inParts(Expr operand, StepGrid grid, Function<StepGrid, List<StepSeries>> evaluate) {
        if (grid.count() <= SHORTEST_PART) {
            return evaluate.apply(grid);
        }
        long series = Math.max(1, selected(operand, grid));
        int length = (int) Math.max(SHORTEST_PART, Math.min(grid.count(), VALUES_OF_A_PART / series));
        if (length >= grid.count()) {
            return evaluate.apply(grid);
        }
        Map<Labels, StepSeries> whole = new LinkedHashMap<>();
        for (int from = 0; from < grid.count(); from += length) {
            StepGrid part = grid.part(from, Math.min(length, grid.count() - from));
            List<StepSeries> found = evaluate.apply(part);
            for (StepSeries one : found) {
                StepSeries target = whole.get(one.labels());
                if (target == null) {
                    evaluation.budget().takeSeries(1, grid.count());
                    target = new StepSeries(one.labels(), StepSeries.none(grid.count()));
                    whole.put(one.labels(), target);
                }
                System.arraycopy(one.values(), 0, target.values(), from, part.count());
            }
            evaluation.budget().giveSeries(found.size(), part.count());
        }
        return new ArrayList<>(whole.values());
    }

    /** About how many series the selectors of an expression find. */
    private long selected(Expr expr, StepGrid grid) {
        if (expr instanceof VectorSelector selector) {
            return expressions
                    .selectors()
                    .select(selector, grid.startMs() - evaluation.options().lookbackMs(), grid.endMs() + 1)
                    .size();
        }
        if (expr instanceof AggregateExpr aggregate) {
            return StepFold.folds(aggregate.op()) && expressions.streams(aggregate.operand())
                    ? 1
                    : selected(aggregate.operand(), grid);
        }
        long sum = 0;
        for (Expr child : expr.children()) {
            sum += selected(child, grid);
        }
        return sum;
    }
}
