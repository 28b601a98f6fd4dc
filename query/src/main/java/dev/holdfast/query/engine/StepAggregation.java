package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.Quantile;

/** Makes one value out of those that the members of a group have at a step. */
@FunctionalInterface
interface StepAggregation {
    /**
     * Aggregates.
     *
     * @param values of the members that have one; at least one; may be overwritten
     * @param count how many there are
     * @param parameter the quantile, for those who take it
     */
    double apply(double[] values, int count, double parameter);

    /** The aggregation of an operator that gives one series a group and needs all its values at a time. */
    static StepAggregation of(AggregateOp op) {
        return switch (op) {
            case QUANTILE -> (values, count, parameter) -> Quantile.of(parameter, values, count);
            default -> throw new IllegalArgumentException("not one series a group of all values: op=" + op);
        };
    }

    /** Collects the values that members have at a step; returns how many. */
    static int gather(double[][] members, int step, double[] target) {
        int count = 0;
        for (double[] member : members) {
            if (Absent.isNot(member[step])) {
                target[count++] = member[step];
            }
        }
        return count;
    }
}
