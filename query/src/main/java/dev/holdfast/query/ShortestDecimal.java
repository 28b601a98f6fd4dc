package dev.holdfast.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The shortest decimal that reads back to a double: {@code 0.d1d2d3... * 10^(exponent+1)}.
 *
 * <p>Double.toString gives just that since JDK 19; before, it sometimes gives one digit too many. Up to 15 digits nothing
 * can be shorter, since doubles tell all decimals of 15 digits apart; what is longer is rounded from the exact value at 15,
 * 16 and 17 digits until it reads back.
 *
 * @param digits without leading or trailing zeros
 * @param exponent of the first digit
 */
record ShortestDecimal(String digits, int exponent) {
    private static final int FIRST_JDK_WITH_SHORTEST = 19;
    private static final boolean JDK_IS_SHORTEST = Runtime.version().feature() >= FIRST_JDK_WITH_SHORTEST;
    private static final int ALWAYS_DISTINCT_DIGITS = 15;
    private static final int ALWAYS_ENOUGH_DIGITS = 17;

    /** The shortest decimal of a finite value above zero. */
    static ShortestDecimal of(double value) {
        ShortestDecimal jdk = split(Double.toString(value));
        if (JDK_IS_SHORTEST) {
            return jdk;
        }
        boolean normal = value >= Double.MIN_NORMAL;
        if (normal && jdk.digits.length() <= ALWAYS_DISTINCT_DIGITS) {
            return jdk;
        }
        BigDecimal exact = new BigDecimal(value);
        int first = normal ? ALWAYS_DISTINCT_DIGITS : 1;
        for (int precision = first; precision <= ALWAYS_ENOUGH_DIGITS; precision++) {
            BigDecimal nearest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (nearest.doubleValue() == value) {
                return split(nearest);
            }
            // Below a power of two doubles lie twice as dense, so the next decimal above may fit where the nearest does
            // not.
            BigDecimal above = exact.round(new MathContext(precision, RoundingMode.UP));
            if (above.doubleValue() == value) {
                return split(above);
            }
        }
        throw new IllegalStateException("17 digits do not read back: value=" + Double.toHexString(value));
    }

    private static ShortestDecimal split(BigDecimal decimal) {
        String unscaled = decimal.unscaledValue().toString();
        return new ShortestDecimal(stripTrailingZeros(unscaled), unscaled.length() - 1 - decimal.scale());
    }

    /** Splits the JDK's notation: digits, a point, digits, and maybe E with an exponent. */
    private static ShortestDecimal split(String text) {
        int e = text.indexOf('E');
        String mantissa = e < 0 ? text : text.substring(0, e);
        int exponent = e < 0 ? 0 : Integer.parseInt(text, e + 1, text.length(), 10);
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int leading = 0;
        while (digits.charAt(leading) == '0') {
            leading++;
        }
        return new ShortestDecimal(stripTrailingZeros(digits.substring(leading)), exponent + point - 1 - leading);
    }

    private static String stripTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }
}
