package dev.holdfast.query.functions;

import dev.holdfast.query.functions.FunctionBody.Trait;
import dev.holdfast.storage.Aggregate;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Aggregations of one series over a window. */
final class OverTimeFunctions {
    static final List<Function> ALL = List.of(
            Function.ofTotals(
                    "avg_over_time", Trait.NONE, (window, p) -> avg(window), of(all -> all.sum() / all.count())),
            Function.ofTotals("sum_over_time", Trait.NONE, (window, p) -> sum(window), of(Aggregate::sum)),
            Function.ofTotals(
                    "min_over_time",
                    Trait.NONE,
                    (window, p) -> extreme(window, ExtremeFold.SMALLEST),
                    of(Aggregate::min)),
            Function.ofTotals(
                    "max_over_time",
                    Trait.NONE,
                    (window, p) -> extreme(window, ExtremeFold.LARGEST),
                    of(Aggregate::max)),
            Function.ofTotals("count_over_time", Trait.NONE, (window, p) -> window.size(), of(Aggregate::count)),
            Function.ofTotals("present_over_time", Trait.NONE, (window, p) -> 1, of(all -> 1)),
            Function.ofTotals(
                    "first_over_time",
                    Trait.KEEPS_NAME,
                    (window, p) -> window.value(0),
                    new Totals(true, (all, start, end) -> all.first())),
            Function.ofTotals(
                    "last_over_time", Trait.KEEPS_NAME, (window, p) -> window.lastValue(), of(Aggregate::last)),
            Function.ofWindow("stdvar_over_time", Trait.NONE, (window, p) -> variance(window)),
            Function.ofWindow("stddev_over_time", Trait.NONE, (window, p) -> Math.sqrt(variance(window))),
            Function.ofQuantileThenWindow("quantile_over_time", Window::quantile));

    private OverTimeFunctions() {}

    /** By what the samples come to, whatever their order. */
    private static Totals of(ToDoubleFunction<Aggregate> function) {
        return new Totals(false, (all, start, end) -> function.applyAsDouble(all));
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
}
