package dev.holdfast.query.functions;

import dev.holdfast.query.ast.ValueType;
import java.util.List;

/** Angles and hyperbolas. Radians, apart from the two that convert. */
final class TrigonometricFunctions {
    static final List<Function> ALL = List.of(
            Function.ofValue("sin", Math::sin),
            Function.ofValue("cos", Math::cos),
            Function.ofValue("tan", Math::tan),
            Function.ofValue("asin", Math::asin),
            Function.ofValue("acos", Math::acos),
            Function.ofValue("atan", Math::atan),
            Function.ofValue("sinh", Math::sinh),
            Function.ofValue("cosh", Math::cosh),
            Function.ofValue("tanh", Math::tanh),
            Function.ofValue("asinh", TrigonometricFunctions::asinh),
            Function.ofValue("acosh", TrigonometricFunctions::acosh),
            Function.ofValue("atanh", TrigonometricFunctions::atanh),
            Function.ofValue("deg", value -> value * 180 / Math.PI),
            Function.ofValue("rad", value -> value * Math.PI / 180),
            Function.ofEngine("pi", EngineFunction.PI, ValueType.SCALAR));

    /** Above this, x² + 1 is x² in a double. */
    private static final double LARGE = 1L << 28;

    private TrigonometricFunctions() {}

    // The three inverses go through log1p, which keeps the digits of small arguments.

    private static double asinh(double value) {
        double x = Math.abs(value);
        if (Double.isNaN(value) || Double.isInfinite(value) || x == 0) {
            return value;
        }
        double result = x > LARGE ? Math.log(x) + Math.log(2) : Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1)));
        return Math.copySign(result, value);
    }

    private static double acosh(double value) {
        if (!(value >= 1)) {
            return Double.NaN;
        }
        if (value > LARGE) {
            return Math.log(value) + Math.log(2);
        }
        double above = value - 1;
        return Math.log1p(above + Math.sqrt(2 * above + above * above));
    }

    private static double atanh(double value) {
        double x = Math.abs(value);
        if (x == 0) {
            return value;
        }
        return Math.copySign(0.5 * Math.log1p(2 * x / (1 - x)), value);
    }
}
