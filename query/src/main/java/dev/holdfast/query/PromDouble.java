package dev.holdfast.query;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as Prometheus writes and reads them.
 *
 * <p>Digits are the fewest that read back to the same bits, on every JDK.
 */
public final class PromDouble {
    private PromDouble() {}

    /**
     * The text of a sample's value in the HTTP API: fixed notation unless the magnitude is below 1e-6 or at least 1e21, an
     * exponent of at least two digits, and {@code NaN}, {@code +Inf}, {@code -Inf}, {@code -0}.
     */
    public static String format(double value) {
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21) && !Double.isInfinite(value)) {
            return scientific(value);
        }
        return formatFixed(value);
    }

    /** The text in fixed notation whatever the magnitude, as {@code count_values} and the printer use it. */
    public static String formatFixed(double value) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        StringBuilder out = sign(value);
        if (Math.abs(value) < 1e15 && value == Math.rint(value)) {
            return out.append((long) Math.abs(value)).toString();
        }
        ShortestDecimal decimal = ShortestDecimal.of(Math.abs(value));
        String digits = decimal.digits();
        int point = decimal.exponent() + 1; // digits before the decimal point
        if (point <= 0) {
            out.append("0.").append("0".repeat(-point)).append(digits);
        } else if (point >= digits.length()) {
            out.append(digits).append("0".repeat(point - digits.length()));
        } else {
            out.append(digits, 0, point).append('.').append(digits, point, digits.length());
        }
        return out.toString();
    }

    /** The text in the notation of messages: an exponent when it is below -4 or at least 6. */
    public static String formatGeneral(double value) {
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e6) && !Double.isInfinite(value)) {
            return scientific(value);
        }
        return formatFixed(value);
    }

    /** The text as a label of OpenMetrics: as in messages, but a whole number has a fraction, {@code 1.0}. */
    public static String formatOpenMetrics(double value) {
        if (value == 0) {
            return "0.0";
        }
        String text = formatGeneral(value);
        boolean bare = text.indexOf('.') < 0 && text.indexOf('e') < 0;
        return bare && !Double.isNaN(value) && !Double.isInfinite(value) ? text + ".0" : text;
    }

    private static String scientific(double value) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        ShortestDecimal decimal = ShortestDecimal.of(Math.abs(value));
        String digits = decimal.digits();
        StringBuilder out = sign(value).append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        int exponent = Math.abs(decimal.exponent());
        out.append('e').append(decimal.exponent() < 0 ? '-' : '+');
        if (exponent < 10) {
            out.append('0');
        }
        return out.append(exponent).toString();
    }

    private static @Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return null;
    }

    private static StringBuilder sign(double value) {
        StringBuilder out = new StringBuilder(24);
        return value < 0 ? out.append('-') : out;
    }

    /**
     * Reads a number: decimal with an optional exponent, or a sign and {@code Inf}, {@code Infinity}, {@code NaN} in any
     * case. Unlike {@link Double#parseDouble} it takes no blanks and no type suffix.
     *
     * @throws NumberFormatException when it is none
     */
    public static double parse(String text) {
        int start = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        String rest = text.substring(start);
        if (rest.equalsIgnoreCase("inf") || rest.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ok = (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '-' || c == '+';
            if (!ok) {
                throw new NumberFormatException("not a number: \"" + text + '"');
            }
        }
        return Double.parseDouble(text);
    }
}
