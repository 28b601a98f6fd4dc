package dev.holdfast.query.engine;

import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code absent} and {@code absent_over_time}: a series where there is none, with the labels that it would have. */
final class AbsentEvaluator {
    private final Evaluation evaluation;
    private final ExprEvaluator expressions;
    private final WindowEvaluator windows;

    AbsentEvaluator(Evaluation evaluation, ExprEvaluator expressions, WindowEvaluator windows) {
        this.evaluation = evaluation;
        this.expressions = expressions;
        this.windows = windows;
    }

    List<StepSeries> absent(Call call, StepGrid grid) {
        Expr argument = call.arguments().get(0).withoutParens();
        boolean[] any = new boolean[grid.count()];
        SeriesStream stream = expressions.stream(argument, grid);
        // What cannot fail any more need not be read to its end.
        boolean mayStop = argument instanceof VectorSelector || stream.isApartWithoutName();
        int missing = any.length;
        for (StepSeries series = stream.next(); series != null && (missing > 0 || !mayStop); series = stream.next()) {
            for (int i = 0; i < any.length; i++) {
                if (!any[i] && series.has(i)) {
                    any[i] = true;
                    missing--;
                }
            }
            evaluation.budget().giveSeries(1, grid.count());
        }
        return whereNot(any, expectedLabels(argument));
    }

    List<StepSeries> absentOverTime(Call call, StepGrid grid) {
        Expr argument = call.arguments().get(0).withoutParens();
        return whereNot(windows.anySample(argument, grid), expectedLabels(argument));
    }

    private List<StepSeries> whereNot(boolean[] any, Labels labels) {
        double[] values = StepSeries.none(any.length);
        boolean empty = true;
        for (int i = 0; i < any.length; i++) {
            if (!any[i]) {
                values[i] = 1;
                empty = false;
            }
        }
        if (!empty) {
            evaluation.budget().takeSeries(1, any.length);
        }
        return empty ? List.of() : List.of(new StepSeries(labels, values));
    }

    /** Labels that a selector asks to be equal to something, unless it asks twice. */
    private static Labels expectedLabels(Expr argument) {
        VectorSelector selector;
        if (argument instanceof VectorSelector vector) {
            selector = vector;
        } else if (argument instanceof MatrixSelector matrix) {
            selector = matrix.selector();
        } else {
            return Labels.EMPTY;
        }
        Labels.Builder labels = new Labels.Builder();
        Set<String> set = new HashSet<>();
        for (LabelMatcher matcher : selector.matchers()) {
            if (matcher.name().equals(Labels.METRIC_NAME)) {
                continue;
            }
            if (matcher.op() == LabelMatcher.Op.EQUAL && set.add(matcher.name())) {
                labels.set(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return labels.build();
    }
}
