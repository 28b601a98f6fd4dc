package dev.holdfast.agent.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Sizes in bytes: {@code 2GiB} and {@code 256KiB} by 1024, {@code 100MB} by 1000, {@code 4096} as it is. */
public final class SizeText {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final String[] DECIMAL = {"B", "KB", "MB", "GB", "TB", "PB"};

    private SizeText() {}

    /**
     * The bytes of a text; a fraction such as {@code 1.5GiB} is rounded down to whole bytes.
     *
     * @throws IllegalArgumentException when it is not a size; the message says what one looks like
     */
    public static long parseBytes(String text) {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
            digits++;
        }
        BigDecimal factor = factorOf(text.substring(digits).strip());
        if (factor.signum() == 0 || digits == 0 || digits > 18) {
            throw notASize(text);
        }
        try {
            return new BigDecimal(text.substring(0, digits))
                    .multiply(factor)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(notASize(text).getMessage(), e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is too large a size", e);
        }
    }

    /** A text that parses to the same number: with a unit when it is a whole multiple of one. */
    public static String format(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        if (unit == 0) {
            while (value != 0 && value % 1000 == 0 && unit < DECIMAL.length - 1) {
                value /= 1000;
                unit++;
            }
            return value + DECIMAL[unit];
        }
        return value + BINARY[unit];
    }

    /** A text for people: three significant digits. */
    public static String approximate(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        if (unit == 0) {
            return bytes + " B";
        }
        String format = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, BINARY[unit]);
    }

    private static BigDecimal factorOf(String unit) {
        if (unit.isEmpty()) {
            return BigDecimal.ONE;
        }
        for (int i = 0; i < BINARY.length; i++) {
            if (BINARY[i].equalsIgnoreCase(unit)) {
                return BigDecimal.valueOf(1024).pow(i);
            }
            if (DECIMAL[i].equalsIgnoreCase(unit)) {
                return BigDecimal.valueOf(1000).pow(i);
            }
        }
        return BigDecimal.ZERO;
    }

    private static IllegalArgumentException notASize(String text) {
        return new IllegalArgumentException("\"" + text + "\" is not a size; write it like 256KiB, 100MB or 2GiB");
    }
}
