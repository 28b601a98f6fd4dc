package dev.holdfast.agent.cli;

import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.ReadTrace;
import dev.holdfast.storage.SelectionTrace;
import java.util.List;

/**
 * What it took to answer a query.
 *
 * @param outline the expression
 * @param result the answer
 * @param trace what was read for it
 * @param openMs how long opening the directory took, milliseconds
 * @param queryMs how long answering took, milliseconds
 */
record Explanation(ExprOutline outline, QueryResult result, ReadTrace trace, long openMs, long queryMs) {
    /** What was read for one selector of the expression; several times when it stands in a subquery of a subquery. */
    List<SelectionTrace> selectionsOf(VectorSelector selector) {
        return trace.selections().stream()
                .filter(selection -> isOf(selector, selection))
                .toList();
    }

    /** By identity: storage gives back the matchers that it was asked with, and each selector has its own. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOf(VectorSelector selector, SelectionTrace selection) {
        return !selector.matchers().isEmpty()
                && !selection.matchers().isEmpty()
                && selection.matchers().get(0).origin() == selector.matchers().get(0);
    }

    /** Series of the answer; 1 for a number or a text. */
    int resultSeries() {
        if (result instanceof VectorResult vector) {
            return vector.samples().size();
        }
        return result instanceof MatrixResult matrix ? matrix.series().size() : 1;
    }

    /** Values of the answer. */
    long resultValues() {
        if (result instanceof MatrixResult matrix) {
            return matrix.series().stream().mapToLong(series -> series.size()).sum();
        }
        return resultSeries();
    }
}
