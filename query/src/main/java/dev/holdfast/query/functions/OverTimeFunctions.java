package dev.holdfast.query.functions;

import dev.holdfast.query.functions.FunctionBody.Trait;
import java.util.List;

/** Aggregations of one series over a window. */
final class OverTimeFunctions {
    static final List<Function> ALL = List.of(
            Function.ofTotals(
                    "avg_over_time",
                    Trait.NONE,
                    (window, p) -> avg(window),
                    of((all, start, end) -> all.sum() / all.count())),
            Function.ofTotals(
                    "sum_over_time", Trait.NONE, (window, p) -> sum(window), of((all, start, end) -> all.sum())),
            Function.ofTotals(
                    "min_over_time",
                    Trait.NONE,
                    (window, p) -> extreme(window, ExtremeFold.SMALLEST),
                    of((all, start, end) -> all.min())),
            Function.ofTotals(
                    "max_over_time",
                    Trait.NONE,
                    (window, p) -> extreme(window, ExtremeFold.LARGEST),
                    of((all, start, end) -> all.max())),
            Function.ofTotals(
                    "count_over_time", Trait.NONE, (window, p) -> window.size(), of((all, start, end) -> all.count())),
            Function.ofTotals("present_over_time", Trait.NONE, (window, p) -> 1, of((all, start, end) -> 1)),
            Function.ofTotals(
                    "first_over_time",
                    Trait.KEEPS_NAME,
                    (window, p) -> window.value(0),
                    new Totals(true, (all, start, end) -> all.first())),
            Function.ofTotals(
                    "last_over_time",
                    Trait.KEEPS_NAME,
                    (window, p) -> window.lastValue(),
                    of((all, start, end) -> all.last())),
            Function.ofWindow("stdvar_over_time", Trait.NONE, (window, p) -> variance(window)),
            Function.ofWindow("stddev_over_time", Trait.NONE, (window, p) -> Math.sqrt(variance(window))),
            Function.ofWindow("mad_over_time", Trait.NONE, (window, p) -> medianDeviation(window)),
            Function.ofWindow("ts_of_first_over_time", Trait.NONE, (window, p) -> window.timeMs(0) / 1000.0),
            Function.ofWindow("ts_of_last_over_time", Trait.NONE, (window, p) -> window.lastTimeMs() / 1000.0),
            Function.ofWindow("ts_of_max_over_time", Trait.NONE, (window, p) -> timeOfExtreme(window, true)),
            Function.ofWindow("ts_of_min_over_time", Trait.NONE, (window, p) -> timeOfExtreme(window, false)),
            Function.ofQuantileThenWindow("quantile_over_time", Window::quantile));

    private OverTimeFunctions() {}

    /** By what the samples come to, whatever their order. */
    private static Totals of(Totals.OfAggregate function) {
        return new Totals(false, function);
    }

    private static double avg(Window window) {
        if (window.size() > Window.SHORT) {
            double[] total = window.total(SumFold.INSTANCE);
            if (!SumFold.overflows(total)) {
                return SumFold.sum(total) / window.size();
            }
        }
        KahanMean mean = new KahanMean();
        for (int i = 0; i < window.size(); i++) {
            mean.add(window.value(i));
        }
        return mean.value();
    }

    private static double sum(Window window) {
        if (window.size() > Window.SHORT) {
            double[] total = window.total(SumFold.INSTANCE);
            if (!SumFold.overflows(total)) {
                return SumFold.sum(total);
            }
        }
        KahanSum sum = new KahanSum();
        for (int i = 0; i < window.size(); i++) {
            sum.add(window.value(i));
        }
        return sum.value();
    }

    private static double extreme(Window window, ExtremeFold fold) {
        return window.size() > Window.SHORT ? ExtremeFold.best(window.total(fold)) : fold.of(window, 0, window.size());
    }

    /** Of the population; of few samples by Welford's method with compensated sums. */
    private static double variance(Window window) {
        if (window.size() > Window.SHORT) {
            return VarianceFold.variance(window.total(VarianceFold.INSTANCE));
        }
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

    /** The median of how far the values are from their median; NaN when any of them is. */
    private static double medianDeviation(Window window) {
        double[] values = new double[window.size()];
        window.copyValues(values);
        for (double value : values) {
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
        }
        double median = Quantile.of(0.5, values, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i] - median);
        }
        return Quantile.of(0.5, values, values.length);
    }

    /** When the largest or smallest value was there last. */
    private static double timeOfExtreme(Window window, boolean largest) {
        double extreme = window.value(0);
        long timeMs = window.timeMs(0);
        for (int i = 1; i < window.size(); i++) {
            double value = window.value(i);
            if (Double.isNaN(extreme) || (largest ? value >= extreme : value <= extreme)) {
                extreme = value;
                timeMs = window.timeMs(i);
            }
        }
        return timeMs / 1000.0;
    }
}
