package dev.holdfast.agent.chart;

import dev.holdfast.query.PromDouble;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as an axis and a legend write them. Stateless; without {@code String.format}, which costs a start its regular expressions. */
final class Decimals {
    private Decimals() {}

    /** With just so many decimals, never {@code -0}. */
    static String fixed(double value, int decimals) {
        BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString();
    }

    /** {@code 1.25e+30}. */
    static String scientific(double value) {
        if (value == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        double mantissa = value / Math.pow(10, exponent);
        if (!Double.isFinite(mantissa)) {
            return PromDouble.format(value);
        }
        String digits = fixed(mantissa, 2);
        if (digits.startsWith("10.") || digits.startsWith("-10.")) {
            exponent++;
            digits = fixed(mantissa / 10, 2);
        }
        return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** Four significant digits and the unit: {@code 1.234 GiB}, {@code 12.5 ms}, {@code 0.06}. */
    static String compact(double value, Unit unit) {
        if (!Double.isFinite(value)) {
            return PromDouble.format(value);
        }
        Unit.Scale scale = unit.scale(Math.abs(value));
        double scaled = value / scale.factor();
        double magnitude = Math.abs(scaled);
        if (value != 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
            return scientific(scaled) + scale.name();
        }
        int digitsBefore = magnitude < 1e-300 ? 1 : (int) Math.floor(Math.log10(magnitude)) + 1;
        String text = fixed(scaled, Math.max(0, 4 - digitsBefore));
        return withoutTrailingZeros(text) + scale.name();
    }

    private static String withoutTrailingZeros(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
