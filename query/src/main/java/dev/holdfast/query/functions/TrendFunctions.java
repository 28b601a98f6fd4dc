package dev.holdfast.query.functions;

import dev.holdfast.query.functions.FunctionBody.Trait;
import java.util.List;

/** How a series moves within a window: changes, resets, and the straight line through its samples. */
final class TrendFunctions {
    static final List<Function> ALL = List.of(
            Function.ofWindow("changes", Trait.NONE, (window, p) -> changes(window)),
            Function.ofWindow("resets", Trait.NONE, (window, p) -> window.resets()),
            Function.ofWindow("deriv", Trait.NONE, (window, p) -> deriv(window)),
            Function.ofWindowThenScalar("predict_linear", TrendFunctions::predict));

    private TrendFunctions() {}

    private static double changes(Window window) {
        if (window.size() > Window.SHORT) {
            return ChangeFold.changes(window.total(ChangeFold.INSTANCE));
        }
        int changes = 0;
        for (int i = 1; i < window.size(); i++) {
            changes += ChangeFold.differ(window.value(i - 1), window.value(i)) ? 1 : 0;
        }
        return changes;
    }

    private static double deriv(Window window) {
        // Times are taken from the first sample: seconds since the epoch would eat the digits.
        return window.size() < 2 ? Absent.VALUE : line(window, window.timeMs(0)).slope;
    }

    private static double predict(Window window, double aheadSeconds) {
        if (window.size() < 2) {
            return Absent.VALUE;
        }
        Line line = line(window, window.evaluationMs());
        return line.slope * aheadSeconds + line.intercept;
    }

    private record Line(double slope, double intercept) {}

    private static Line level(double value) {
        return Double.isInfinite(value) ? new Line(Double.NaN, Double.NaN) : new Line(0, value);
    }

    /** The line of least squares through the samples, its intercept at a time. */
    private static Line line(Window window, long originMs) {
        double firstValue = window.value(0);
        if (window.size() > Window.SHORT) {
            double[] total = window.total(LineFold.INSTANCE);
            if (!LineFold.varies(total)) {
                return level(firstValue);
            }
            double slope = LineFold.slope(total);
            return new Line(slope, LineFold.at(total, slope, originMs));
        }
        boolean constant = true;
        KahanSum sumX = new KahanSum();
        KahanSum sumY = new KahanSum();
        KahanSum sumXy = new KahanSum();
        KahanSum sumX2 = new KahanSum();
        int n = window.size();
        for (int i = 0; i < n; i++) {
            double x = (window.timeMs(i) - originMs) / 1000.0;
            double y = window.value(i);
            constant &= y == firstValue || i == 0;
            sumX.add(x);
            sumY.add(y);
            sumXy.add(x * y);
            sumX2.add(x * x);
        }
        if (constant) {
            return level(firstValue);
        }
        double covariance = sumXy.value() - sumX.value() * sumY.value() / n;
        double variance = sumX2.value() - sumX.value() * sumX.value() / n;
        double slope = covariance / variance;
        return new Line(slope, sumY.value() / n - slope * sumX.value() / n);
    }
}
