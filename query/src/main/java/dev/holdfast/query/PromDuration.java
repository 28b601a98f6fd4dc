package dev.holdfast.query;

/**
 * Durations as Prometheus writes them: {@code 1h30m}, {@code 90s}, {@code 500ms}, {@code 2w}.
 *
 * <p>Units are y (365 days), w, d, h, m, s and ms; each at most once, in this order.
 */
public final class PromDuration {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] UNIT_MS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};

    /** Prometheus counts nanoseconds in 64 bits, so no duration is longer than this (292 years). */
    private static final long MAX_MS = Long.MAX_VALUE / 1_000_000;

    private PromDuration() {}

    /**
     * The milliseconds that a text means.
     *
     * @throws IllegalArgumentException with Prometheus's message when it is no duration
     */
    public static long parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty duration string");
        }
        if (text.equals("0")) {
            return 0; // the only number that needs no unit
        }
        long totalMs = 0;
        int nextUnit = 0;
        int i = 0;
        while (i < text.length()) {
            int digits = i;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            int unitStart = i;
            while (i < text.length() && !isDigit(text.charAt(i))) {
                i++;
            }
            int unit = unitIndex(text.substring(unitStart, i));
            if (digits == unitStart) {
                throw invalid(text);
            }
            if (unit < 0) {
                throw unitStart == i
                        ? invalid(text)
                        : new IllegalArgumentException(
                                "unknown unit \"" + text.substring(unitStart, i) + "\" in duration \"" + text + '"');
            }
            if (unit < nextUnit) {
                throw invalid(text);
            }
            nextUnit = unit + 1;
            totalMs = plus(totalMs, text.substring(digits, unitStart), UNIT_MS[unit]);
        }
        return totalMs;
    }

    private static long plus(long totalMs, String digits, long unitMs) {
        try {
            long sum = Math.addExact(totalMs, Math.multiplyExact(Long.parseLong(digits), unitMs));
            if (sum <= MAX_MS) {
                return sum;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("duration out of range", e);
        }
        throw new IllegalArgumentException("duration out of range");
    }

    /**
     * The canonical text of a duration.
     *
     * <p>Years and weeks are used only where they leave no remainder, since 90d reads better than 12w6d.
     */
    public static String format(long durationMs) {
        if (durationMs == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        long restMs = durationMs;
        if (restMs < 0) {
            out.append('-');
            restMs = -restMs;
        }
        for (int unit = 0; unit < UNITS.length; unit++) {
            boolean mustDivide = unit < 2;
            if (mustDivide && restMs % UNIT_MS[unit] != 0) {
                continue;
            }
            long count = restMs / UNIT_MS[unit];
            if (count > 0) {
                out.append(count).append(UNITS[unit]);
                restMs -= count * UNIT_MS[unit];
            }
        }
        return out.toString();
    }

    private static int unitIndex(String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("not a valid duration string: \"" + text + '"');
    }
}
