package dev.holdfast.query.engine;

import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code limitk} and {@code limit_ratio}: some of the series of a group, whatever their values, for a look at what there is.
 *
 * <p>The choice depends on labels alone: the first k by labels, or those whose hash falls into the share. A negative share
 * is the other part, so that r and r - 1 together give all, each once.
 */
final class LimitSelector {
    private final AggregateExpr expr;
    private final double[] parameters;

    LimitSelector(AggregateExpr expr, double[] parameters) {
        this.expr = expr;
        this.parameters = parameters;
    }

    /** The selected series, absent where they are not chosen. */
    List<StepSeries> select(List<StepSeries> operand, Annotations annotations) {
        boolean ratio = expr.op() == AggregateOp.LIMIT_RATIO;
        if (ratio ? !checkRatios(annotations) : !TopSelector.checkCounts(parameters)) {
            return List.of();
        }
        List<StepSeries> result = new ArrayList<>();
        for (List<StepSeries> members : new Grouping(expr).members(operand).values()) {
            if (ratio) {
                members.forEach(member -> keepShare(member, result));
            } else {
                keepFirst(members, operand.size(), result);
            }
        }
        return result;
    }

    private boolean checkRatios(Annotations annotations) {
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        for (double ratio : parameters) {
            if (Double.isNaN(ratio)) {
                throw QueryException.execution("Ratio value is NaN");
            }
            max = Math.max(max, ratio);
            min = Math.min(min, ratio);
        }
        if (max == 0 && min == 0) {
            return false;
        }
        if (max > 1) {
            annotations.badRatio(max, 1, expr);
        }
        if (min < -1) {
            annotations.badRatio(min, -1, expr);
        }
        return true;
    }

    private void keepShare(StepSeries member, List<StepSeries> result) {
        double place = LabelHash.share(member.labels());
        double[] values = StepSeries.none(parameters.length);
        for (int step = 0; step < values.length; step++) {
            double ratio = Math.max(-1, Math.min(1, parameters[step]));
            if (ratio >= 0 ? place < ratio : place >= 1 + ratio) {
                values[step] = member.values()[step];
            }
        }
        add(member.labels(), values, result);
    }

    private void keepFirst(List<StepSeries> members, int total, List<StepSeries> result) {
        List<StepSeries> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(StepSeries::labels));
        long[] chosen = new long[parameters.length];
        for (StepSeries member : sorted) {
            double[] values = StepSeries.none(parameters.length);
            for (int step = 0; step < values.length; step++) {
                if (member.has(step) && chosen[step] < Math.min((long) parameters[step], total)) {
                    chosen[step]++;
                    values[step] = member.values()[step];
                }
            }
            add(member.labels(), values, result);
        }
    }

    private static void add(Labels labels, double[] values, List<StepSeries> result) {
        StepSeries series = new StepSeries(labels, values);
        if (!series.isEmpty()) {
            result.add(series);
        }
    }
}
