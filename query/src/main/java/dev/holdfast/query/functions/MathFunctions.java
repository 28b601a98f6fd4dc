package dev.holdfast.query.functions;

import java.util.List;

/** Functions of a single value: rounding, powers, logarithms, bounds. */
final class MathFunctions {
    static final List<Function> ALL = List.of(
            Function.ofValue("abs", Math::abs),
            Function.ofValue("ceil", Math::ceil),
            Function.ofValue("floor", Math::floor),
            Function.ofValue("exp", Math::exp),
            Function.ofValue("sqrt", Math::sqrt),
            Function.ofValue("ln", Math::log),
            Function.ofValue("log2", MathFunctions::log2),
            Function.ofValue("log10", Math::log10),
            Function.ofValue("sgn", Math::signum),
            Function.ofValueAndScalars("round", 1, 1, MathFunctions::round),
            Function.ofValueAndScalars("clamp", 2, 0, (value, bounds) -> clamp(value, bounds[0], bounds[1])),
            Function.ofValueAndScalars(
                    "clamp_min", 1, 0, (value, bounds) -> clamp(value, bounds[0], Double.POSITIVE_INFINITY)),
            Function.ofValueAndScalars(
                    "clamp_max", 1, 0, (value, bounds) -> clamp(value, Double.NEGATIVE_INFINITY, bounds[0])));

    private static final double LN_2 = Math.log(2);

    private MathFunctions() {}

    /** Exact for powers of two, unlike a quotient of logarithms. */
    private static double log2(double value) {
        if (!(value > 0) || Double.isInfinite(value) || value < Double.MIN_NORMAL) {
            return Math.log(value) / LN_2;
        }
        int exponent = Math.getExponent(value);
        double mantissa = Math.scalb(value, -exponent); // in [1, 2)
        return exponent + Math.log(mantissa) / LN_2;
    }

    /** To the nearest multiple of a number, 1 unless given; ties upwards. */
    private static double round(double value, double[] scalars) {
        // The inverse loses less: 0.1 has no exact double, 10 does.
        double inverse = 1.0 / (scalars.length > 0 ? scalars[0] : 1.0);
        return Math.floor(value * inverse + 0.5) / inverse;
    }

    private static double clamp(double value, double min, double max) {
        if (max < min) {
            return Absent.VALUE;
        }
        return Extreme.of(true, min, Extreme.of(false, max, value));
    }
}
