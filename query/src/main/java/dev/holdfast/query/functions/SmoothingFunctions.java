package dev.holdfast.query.functions;

import dev.holdfast.query.QueryException;
import java.util.List;

/** Smoothing of a series, with a trend (Holt's linear method). */
final class SmoothingFunctions {
    static final List<Function> ALL = List.of(Function.ofWindowAndScalars(
            "double_exponential_smoothing", 2, (window, factors) -> smooth(window, factors[0], factors[1])));

    private SmoothingFunctions() {}

    private static double smooth(Window window, double smoothing, double trend) {
        check("smoothing", "sf", smoothing);
        check("trend", "tf", trend);
        if (window.size() < 2) {
            return Absent.VALUE;
        }
        double level = window.value(0);
        double slope = window.value(1) - window.value(0);
        double previous = 0;
        for (int i = 1; i < window.size(); i++) {
            if (i > 1) {
                slope = trend * (level - previous) + (1 - trend) * slope;
            }
            double next = smoothing * window.value(i) + (1 - smoothing) * (level + slope);
            previous = level;
            level = next;
        }
        return level;
    }

    private static void check(String name, String symbol, double factor) {
        if (factor <= 0 || factor >= 1) {
            throw QueryException.execution(
                    String.format("invalid %s factor. Expected: 0 < %s < 1, got: %f", name, symbol, factor));
        }
    }
}
