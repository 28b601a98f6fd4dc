package dev.holdfast.query.functions;

import dev.holdfast.query.functions.FunctionBody.Trait;
import java.util.List;

/** Aggregations of one series over a window. */
final class OverTimeFunctions {
    static final List<Function> ALL = List.of(
            Function.ofWindow("avg_over_time", Trait.NONE, (window, p) -> avg(window)),
            Function.ofWindow("sum_over_time", Trait.NONE, (window, p) -> sum(window)),
            Function.ofWindow("min_over_time", Trait.NONE, (window, p) -> min(window)),
            Function.ofWindow("max_over_time", Trait.NONE, (window, p) -> max(window)),
            Function.ofWindow("count_over_time", Trait.NONE, (window, p) -> window.size()),
            Function.ofWindow("present_over_time", Trait.NONE, (window, p) -> 1),
            Function.ofWindow("first_over_time", Trait.KEEPS_NAME, (window, p) -> window.value(0)),
            Function.ofWindow("last_over_time", Trait.KEEPS_NAME, (window, p) -> window.lastValue()),
            Function.ofWindow("stdvar_over_time", Trait.NONE, (window, p) -> variance(window)),
            Function.ofWindow("stddev_over_time", Trait.NONE, (window, p) -> Math.sqrt(variance(window))),
            Function.ofQuantileThenWindow("quantile_over_time", OverTimeFunctions::quantile));

    private OverTimeFunctions() {}

    private static double avg(Window window) {
        KahanMean mean = new KahanMean();
        for (int i = 0; i < window.size(); i++) {
            mean.add(window.value(i));
        }
        return mean.value();
    }

    private static double sum(Window window) {
        KahanSum sum = new KahanSum();
        for (int i = 0; i < window.size(); i++) {
            sum.add(window.value(i));
        }
        return sum.value();
    }

    private static double min(Window window) {
        double min = window.value(0);
        for (int i = 1; i < window.size(); i++) {
            double value = window.value(i);
            if (value < min || Double.isNaN(min)) {
                min = value;
            }
        }
        return min;
    }

    private static double max(Window window) {
        double max = window.value(0);
        for (int i = 1; i < window.size(); i++) {
            double value = window.value(i);
            if (value > max || Double.isNaN(max)) {
                max = value;
            }
        }
        return max;
    }

    /** Of the population, by Welford's method with compensated sums. */
    private static double variance(Window window) {
        KahanSum mean = new KahanSum();
        KahanSum squares = new KahanSum();
        for (int i = 0; i < window.size(); i++) {
            double value = window.value(i);
            double delta = value - mean.value();
            mean.add(delta / (i + 1));
            squares.add(delta * (value - mean.value()));
        }
        return squares.value() / window.size();
    }

    private static double quantile(Window window, double quantile) {
        double[] values = new double[window.size()];
        window.copyValues(values);
        return Quantile.of(quantile, values, values.length);
    }
}
