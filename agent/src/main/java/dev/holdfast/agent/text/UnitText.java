package dev.holdfast.agent.text;

import java.util.Locale;

/** Numbers in few characters, seven at most; a dash for what is not known. Stateless. */
public final class UnitText {
    public static final String UNKNOWN = "-";

    private static final String[] BINARY = {"", "K", "M", "G", "T", "P", "E"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};

    private UnitText() {}

    /** Bytes by 1024, as {@code free -h} and {@code df -h} count: {@code 512}, {@code 3.2M}, {@code 128G}. */
    public static String bytes(double bytes) {
        return scaled(bytes, 1024, BINARY);
    }

    /** A count or a rate by 1000: {@code 0.3}, {@code 17}, {@code 1.5k}. */
    public static String count(double count) {
        return scaled(count, 1000, DECIMAL);
    }

    /** A share as percents: {@code 3.2%}, {@code 100%}. */
    public static String percent(double share) {
        if (!Double.isFinite(share)) {
            return UNKNOWN;
        }
        double percents = share * 100;
        return String.format(Locale.ROOT, Math.abs(percents) < 99.95 ? "%.1f%%" : "%.0f%%", percents);
    }

    /** Seconds as a latency: {@code 0.4ms}, {@code 12ms}, {@code 1.3s}. */
    public static String latency(double seconds) {
        if (!Double.isFinite(seconds)) {
            return UNKNOWN;
        }
        if (seconds < 0.00995) {
            return String.format(Locale.ROOT, "%.1fms", seconds * 1e3);
        }
        return seconds < 0.9995
                ? String.format(Locale.ROOT, "%.0fms", seconds * 1e3)
                : String.format(Locale.ROOT, seconds < 99.5 ? "%.1fs" : "%.0fs", seconds);
    }

    /** A load: {@code 0.42}. */
    public static String load(double load) {
        return Double.isFinite(load) ? String.format(Locale.ROOT, load < 999.5 ? "%.2f" : "%.0f", load) : UNKNOWN;
    }

    /** A length of time: {@code 3d 4h}. */
    public static String age(double seconds) {
        return Double.isFinite(seconds) ? TimeText.age(Math.round(seconds) * 1000) : UNKNOWN;
    }

    private static String scaled(double number, int base, String[] units) {
        if (!Double.isFinite(number)) {
            return UNKNOWN;
        }
        double value = number;
        int unit = 0;
        while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        boolean whole = (value == Math.rint(value) && unit == 0) || Math.abs(value) >= 99.95;
        String format = whole ? "%.0f%s" : Math.abs(value) < 9.995 && unit > 0 ? "%.2f%s" : "%.1f%s";
        return String.format(Locale.ROOT, format, value, units[unit]);
    }
}
