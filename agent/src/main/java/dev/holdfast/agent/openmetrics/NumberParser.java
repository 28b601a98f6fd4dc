package dev.holdfast.agent.openmetrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Numbers from bytes: values correctly rounded to float64, timestamps exactly rounded to milliseconds.
 *
 * <p>The short decimals that exporters write are handled without an object: a mantissa below 2^53 times or divided by a
 * power of ten up to 10^22 is correctly rounded by one IEEE operation (Clinger, "How to read floating point numbers
 * accurately", 1990). Everything else goes through the JDK.
 */
final class NumberParser {
    /** The NaN that Prometheus writes for an ordinary NaN; the text {@code NaN} means this one. */
    static final long NORMAL_NAN_BITS = 0x7ff8000000000001L;

    /** What {@link #timestampMs} gives for a time that does not fit; no accepted timestamp is negative. */
    static final long OUT_OF_RANGE = Long.MIN_VALUE;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** The largest mantissa that may still take a digit without overflow of a long. */
    private static final long MANTISSA_ROOM = (Long.MAX_VALUE - 9) / 10;

    // The shape of the last number that scan() accepted.
    private boolean negative;
    private long mantissa;
    private int exponent;
    private boolean exact;

    /**
     * The bits of a value.
     *
     * @throws NumberFormatException saying what is wrong
     */
    long valueBits(byte[] text, int from, int to) {
        if (scan(text, from, to)) {
            if (exact && mantissa < 1L << 53) {
                double magnitude = (double) mantissa;
                if (exponent >= -22 && exponent <= 22) {
                    magnitude =
                            exponent < 0 ? magnitude / POWERS_OF_TEN[-exponent] : magnitude * POWERS_OF_TEN[exponent];
                    return Double.doubleToRawLongBits(negative ? -magnitude : magnitude);
                }
            }
            double value = Double.parseDouble(string(text, from, to));
            if (Double.isInfinite(value)) {
                throw new NumberFormatException("value out of range: " + shown(text, from, to)
                        + "; a 64-bit float ends at 1.8e308, write +Inf or -Inf if that is meant");
            }
            return Double.doubleToRawLongBits(value);
        }
        return specialBits(text, from, to);
    }

    private static long specialBits(byte[] text, int from, int to) {
        int at = from;
        boolean minus = at < to && text[at] == '-';
        if (minus || (at < to && text[at] == '+')) {
            at++;
        }
        if (equalsIgnoreCase(text, at, to, "inf") || equalsIgnoreCase(text, at, to, "infinity")) {
            return Double.doubleToRawLongBits(minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (equalsIgnoreCase(text, from, to, "nan")) {
            return NORMAL_NAN_BITS;
        }
        throw new NumberFormatException("not a number: '" + shown(text, from, to) + "'");
    }

    /**
     * A time in seconds as milliseconds, rounded to the nearest, halves away from zero.
     *
     * @return {@link #OUT_OF_RANGE} when it does not fit
     * @throws NumberFormatException saying what is wrong
     */
    long timestampMs(byte[] text, int from, int to) {
        if (!scan(text, from, to)) {
            throw new NumberFormatException("not a timestamp: '" + shown(text, from, to) + "'");
        }
        if (exact && exponent >= -18 && exponent <= 0) {
            long unit = 1;
            for (int i = exponent; i < -3; i++) {
                unit *= 10;
            }
            long scale = exponent == 0 ? 1000 : exponent == -1 ? 100 : exponent == -2 ? 10 : 1;
            if (mantissa > Long.MAX_VALUE / 1000 && scale > 1) {
                return OUT_OF_RANGE;
            }
            long magnitude = scale > 1 ? mantissa * scale : mantissa / unit + (mantissa % unit * 2 >= unit ? 1 : 0);
            return negative ? -magnitude : magnitude;
        }
        if (exponent > 30) {
            return mantissa == 0 && exact ? 0 : OUT_OF_RANGE;
        }
        if (exponent < -400) {
            return 0;
        }
        BigDecimal ms = new BigDecimal(string(text, from, to)).movePointRight(3).setScale(0, RoundingMode.HALF_UP);
        return ms.precision() > 18 ? OUT_OF_RANGE : ms.longValueExact();
    }

    /**
     * A time in whole milliseconds.
     *
     * @return {@link #OUT_OF_RANGE} when it does not fit
     * @throws NumberFormatException saying what is wrong
     */
    long wholeMs(byte[] text, int from, int to) {
        if (!scan(text, from, to)) {
            throw new NumberFormatException("not a timestamp: '" + shown(text, from, to) + "'");
        }
        for (int i = from; i < to; i++) {
            if (text[i] == '.' || text[i] == 'e' || text[i] == 'E') {
                throw new NumberFormatException("timestamp '" + shown(text, from, to)
                        + "' is not in whole milliseconds; if it is in seconds, read the input as openmetrics");
            }
        }
        if (!exact) {
            return OUT_OF_RANGE;
        }
        return negative ? -mantissa : mantissa;
    }

    /** Whether the text is a decimal number; leaves its parts in the fields. */
    private boolean scan(byte[] text, int from, int to) {
        int at = from;
        mantissa = 0;
        exponent = 0;
        exact = true;
        negative = at < to && text[at] == '-';
        if (negative || (at < to && text[at] == '+')) {
            at++;
        }
        int digits = 0;
        boolean point = false;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (mantissa <= MANTISSA_ROOM) {
                    mantissa = mantissa * 10 + digit;
                    exponent -= point ? 1 : 0;
                } else {
                    exact = false;
                    exponent += point ? 0 : 1;
                }
            } else if (text[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return false;
        }
        return at == to || ((text[at] == 'e' || text[at] == 'E') && scanExponent(text, at + 1, to));
    }

    private boolean scanExponent(byte[] text, int from, int to) {
        int at = from;
        boolean minus = at < to && text[at] == '-';
        if (minus || (at < to && text[at] == '+')) {
            at++;
        }
        if (at == to) {
            return false;
        }
        int value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = Math.min(100_000, value * 10 + digit);
        }
        exponent += minus ? -value : value;
        return true;
    }

    private static boolean equalsIgnoreCase(byte[] text, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((text[from + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** A number for a message, cut when it is long. */
    static String shown(byte[] text, int from, int to) {
        return to - from <= 60 ? string(text, from, to) : string(text, from, from + 60) + "...";
    }
}
