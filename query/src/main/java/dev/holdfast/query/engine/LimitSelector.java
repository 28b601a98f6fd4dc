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
    private final Limits limits;
    private final double[] parameters;

    LimitSelector(AggregateExpr expr, Limits limits, double[] parameters) {
        this.expr = expr;
        this.limits = limits;
        this.parameters = parameters;
    }

    /** The selected series, absent where they are not chosen. */
    List<StepSeries> select(List<StepSeries> operand) {
        boolean ratio = expr.op() == AggregateOp.LIMIT_RATIO;
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

    /** Refuses a ratio that is no number, and remarks on those that are too large or too small. */
    static void checkRatios(AggregateExpr expr, double[] parameters, Annotations annotations) {
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        for (double ratio : parameters) {
            if (Double.isNaN(ratio)) {
                throw QueryException.execution("Ratio value is NaN");
            }
            max = Math.max(max, ratio);
            min = Math.min(min, ratio);
        }
        if (max > 1) {
            annotations.badRatio(max, 1, expr);
        }
        if (min < -1) {
            annotations.badRatio(min, -1, expr);
        }
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

    private void add(Labels labels, double[] values, List<StepSeries> result) {
        StepSeries series = new StepSeries(labels, values);
        limits.work(4L * values.length);
        if (!series.isEmpty()) {
            limits.budget().takeSeries(1, values.length);
            result.add(series);
        }
    }
}
