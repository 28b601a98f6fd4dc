package dev.holdfast.agent.config;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 15s}, {@code 250ms}, {@code 30d}, {@code 0}. */
public final class DurationText {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] UNIT_MS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};

    private DurationText() {}

    /**
     * The milliseconds of a text. Units come from the largest to the smallest, each at most once.
     *
     * @throws IllegalArgumentException when it is not a duration; the message says what one looks like
     */
    public static long parseMs(String text) {
        if (text.equals("0")) {
            return 0;
        }
        long totalMs = 0;
        int nextUnit = 0;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            int letters = at;
            while (at < text.length() && !isDigit(text.charAt(at))) {
                at++;
            }
            int unit = unitOf(text.substring(letters, at));
            if (digits == letters || letters - digits > 15 || unit < nextUnit) {
                throw notADuration(text);
            }
            nextUnit = unit + 1;
            try {
                long count = Long.parseLong(text, digits, letters, 10);
                totalMs = Math.addExact(totalMs, Math.multiplyExact(count, UNIT_MS[unit]));
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("\"" + text + "\" is too long a duration", e);
            }
        }
        if (text.isEmpty()) {
            throw notADuration(text);
        }
        return totalMs;
    }

    /** The shortest text for some milliseconds, without the units that do not divide it: 90 minutes are {@code 1h30m}. */
    public static String format(long durationMs) {
        if (durationMs == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        long rest = durationMs;
        // Years and weeks are left out, since 365d says more than 1y.
        for (int unit = 2; unit < UNITS.length; unit++) {
            if (rest >= UNIT_MS[unit]) {
                out.append(rest / UNIT_MS[unit]).append(UNITS[unit]);
                rest %= UNIT_MS[unit];
            }
        }
        return out.toString();
    }

    private static int unitOf(String letters) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(letters)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException notADuration(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a duration; write it like 250ms, 15s, 1h30m or 30d");
    }
}
