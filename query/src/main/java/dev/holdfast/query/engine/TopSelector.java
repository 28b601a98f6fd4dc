package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.Absent;
import java.util.ArrayList;
import java.util.List;

/** {@code topk} and {@code bottomk}: at each step the k series of a group with the largest or smallest values. */
final class TopSelector {
    private static final double LIMIT = 0x1p63; // what no long can hold

    private final AggregateExpr expr;
    private final Limits limits;
    private final double[] ks;

    TopSelector(AggregateExpr expr, Limits limits, double[] ks) {
        this.expr = expr;
        this.limits = limits;
        this.ks = ks;
    }

    /** The selected series, absent where they are not among the k; in order of value when there is a single step. */
    List<StepSeries> select(List<StepSeries> operand) {
        if (!checkCounts(ks)) {
            return List.of();
        }
        boolean top = expr.op() == AggregateOp.TOPK;
        List<StepSeries> result = new ArrayList<>();
        for (List<StepSeries> members : new Grouping(expr).members(operand).values()) {
            double[][] selected = new double[members.size()][];
            int[] order = new int[0];
            for (int step = 0; step < ks.length; step++) {
                limits.work(4L * members.size());
                order = selectAt(members, step, operand.size(), top);
                for (int member : order) {
                    if (selected[member] == null) {
                        limits.budget().takeSeries(1, ks.length);
                        selected[member] = StepSeries.none(ks.length);
                    }
                    selected[member][step] = members.get(member).values()[step];
                }
            }
            if (ks.length == 1) {
                for (int member : order) {
                    result.add(new StepSeries(members.get(member).labels(), selected[member]));
                }
            } else {
                for (int member = 0; member < selected.length; member++) {
                    if (selected[member] != null) {
                        result.add(new StepSeries(members.get(member).labels(), selected[member]));
                    }
                }
            }
        }
        return result;
    }

    private int[] selectAt(List<StepSeries> members, int step, int total, boolean top) {
        int k = (int) Math.min((long) ks[step], total);
        if (k < 1) {
            return new int[0];
        }
        BoundedHeap heap = new BoundedHeap(Math.min(k, members.size()), top);
        for (int member = 0; member < members.size(); member++) {
            double value = members.get(member).values()[step];
            if (Absent.isNot(value)) {
                heap.offer(value, member);
            }
        }
        return heap.bestFirst();
    }

    /** Whether there is anything to select; refuses a k that is no number of series. */
    static boolean checkCounts(double[] ks) {
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        boolean nan = false;
        for (double k : ks) {
            nan |= Double.isNaN(k);
            max = k > max ? k : max;
            min = k < min ? k : min;
        }
        if (max < 1 && !nan) {
            return false;
        }
        if (nan) {
            throw QueryException.execution("Parameter value is NaN");
        }
        if (min <= -LIMIT) {
            throw QueryException.execution("Scalar value " + PromDouble.formatGeneral(min) + " underflows int64");
        }
        if (max >= LIMIT) {
            throw QueryException.execution("Scalar value " + PromDouble.formatGeneral(max) + " overflows int64");
        }
        return true;
    }
}
