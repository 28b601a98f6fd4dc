package dev.holdfast.query.engine;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.KahanMean;
import dev.holdfast.query.functions.KahanSum;
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

    /** The aggregation of an operator that gives one series a group. */
    static StepAggregation of(AggregateOp op) {
        return switch (op) {
            case SUM -> StepAggregation::sum;
            case AVG -> StepAggregation::avg;
            case MIN -> StepAggregation::min;
            case MAX -> StepAggregation::max;
            case GROUP -> (values, count, parameter) -> 1;
            case COUNT -> (values, count, parameter) -> count;
            case STDVAR -> (values, count, parameter) -> variance(values, count);
            case STDDEV -> (values, count, parameter) -> Math.sqrt(variance(values, count));
            case QUANTILE -> (values, count, parameter) -> Quantile.of(parameter, values, count);
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES ->
                throw new IllegalArgumentException("not one series a group: op=" + op);
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

    private static double sum(double[] values, int count, double parameter) {
        KahanSum sum = new KahanSum();
        for (int i = 0; i < count; i++) {
            sum.add(values[i]);
        }
        return sum.value();
    }

    private static double avg(double[] values, int count, double parameter) {
        KahanMean mean = new KahanMean();
        for (int i = 0; i < count; i++) {
            mean.add(values[i]);
        }
        return mean.value();
    }

    private static double min(double[] values, int count, double parameter) {
        double min = values[0];
        for (int i = 1; i < count; i++) {
            if (values[i] < min || Double.isNaN(min)) {
                min = values[i];
            }
        }
        return min;
    }

    private static double max(double[] values, int count, double parameter) {
        double max = values[0];
        for (int i = 1; i < count; i++) {
            if (values[i] > max || Double.isNaN(max)) {
                max = values[i];
            }
        }
        return max;
    }

    /** Of the population, by Welford's method. An infinity or NaN anywhere makes it NaN. */
    private static double variance(double[] values, int count) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double delta = values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (values[i] - mean);
        }
        return squares / count;
    }
}
