package dev.holdfast.query.engine;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.ast.SubqueryExpr;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the inside of a subquery on a grid of its own, which lies on multiples of its step. */
final class SubqueryEvaluator {
    private final Evaluation evaluation;
    private final ExprEvaluator expressions;

    SubqueryEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
    }

    /** The series of a subquery over all that the windows of a grid touch. */
    SubqueryStream stream(SubqueryExpr subquery, StepGrid grid) {
        StepGrid inner = innerGrid(subquery, grid);
        evaluation.limits().touched().mute();
        try {
            return new SubqueryStream(
                    expressions, evaluation.limits(), expressions.stream(subquery.inner(), inner), inner);
        } finally {
            evaluation.limits().touched().listen();
        }
    }

    /** The samples of a subquery at a single step. */
    List<MatrixSeries> samples(SubqueryExpr subquery, StepGrid single) {
        StepGrid inner = innerGrid(subquery, single);
        List<MatrixSeries> found = new ArrayList<>();
        long[] allMs = inner.timesMs();
        evaluation.budget().takeBytes(8L * allMs.length);
        for (StepSeries series : expressions.vector(subquery.inner(), inner)) {
            MatrixSeries samples = Evaluation.present(series, allMs);
            if (samples != null) {
                evaluation.budget().takeBytes(8L * samples.size());
                found.add(samples);
            }
        }
        return found;
    }

    /** Where the windows of a subquery end; one for all steps when it is pinned. */
    StepGrid windowEnds(SubqueryExpr subquery, StepGrid grid) {
        if (subquery.at() != null) {
            return StepGrid.single(SelectorEvaluator.minus(evaluation.resolve(subquery.at()), subquery.offsetMs()));
        }
        return new StepGrid(SelectorEvaluator.minus(grid.startMs(), subquery.offsetMs()), grid.stepMs(), grid.count());
    }

    private StepGrid innerGrid(SubqueryExpr subquery, StepGrid grid) {
        long stepMs = subquery.stepMs() != 0
                ? subquery.stepMs()
                : evaluation.options().defaultSubqueryStepMs();
        StepGrid ends = windowEnds(subquery, grid);
        long beforeFirstMs = SelectorEvaluator.minus(ends.startMs(), subquery.rangeMs());
        // The left end is excluded, so the first step is the multiple after it.
        long firstMs = (Math.floorDiv(beforeFirstMs, stepMs) + 1) * stepMs;
        StepGrid inner = StepGrid.between(firstMs, ends.endMs(), stepMs);
        evaluation.checkSteps(inner);
        return inner;
    }
}
