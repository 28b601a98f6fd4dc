package dev.holdfast.agent.api;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.PromDuration;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Times, durations and limits as parameters. Times are seconds since the epoch or RFC 3339, durations seconds or like
 * {@code 1h30m}. Messages are Prometheus's. Pure.
 */
final class Grammar {
    /** By these words a client says that it means all of time. */
    private static final String MIN_TIME_TEXT = "-292273086-05-16T16:47:06Z";

    private static final String MAX_TIME_TEXT = "292277025-08-18T07:12:54.999999999Z";

    /** Beyond it a sum of times and durations could overflow; 292 million years. */
    static final long MAX_TIME_MS = Long.MAX_VALUE / 1_000;

    private Grammar() {}

    /** A time, milliseconds since the epoch, rounded; another one when it is not given. */
    static long timeMs(Parameters parameters, String name, long fallbackMs) {
        String text = parameters.first(name);
        return text.isEmpty() ? fallbackMs : timeMs(text, name, "invalid time value for '" + name + "': ");
    }

    /** A time that must be given. */
    static long requiredTimeMs(Parameters parameters, String name) {
        return timeMs(parameters.first(name), name, "");
    }

    private static long timeMs(String text, String name, String before) {
        try {
            return timeMs(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(name, before + "cannot parse " + quoted(text) + " to a valid timestamp");
        }
    }

    private static long timeMs(String text) {
        if (text.equals(MIN_TIME_TEXT)) {
            return -MAX_TIME_MS;
        }
        if (text.equals(MAX_TIME_TEXT)) {
            return MAX_TIME_MS;
        }
        if (isNumber(text)) {
            double ms = PromDouble.parse(text) * 1_000;
            if (Double.isNaN(ms)) {
                throw new IllegalArgumentException("not a time");
            }
            return Math.max(-MAX_TIME_MS, Math.min(MAX_TIME_MS, Math.round(ms)));
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT));
            long nanos = time.getNano();
            return time.toEpochSecond() * 1_000 + (nanos + 500_000) / 1_000_000;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time", e);
        }
    }

    /** A duration, milliseconds. */
    static long durationMs(Parameters parameters, String name) {
        try {
            return durationMs(parameters.first(name));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(name, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A duration, milliseconds.
     *
     * @throws IllegalArgumentException with the reason
     */
    static long durationMs(String text) {
        String wrong = "cannot parse " + quoted(text) + " to a valid duration";
        if (isNumber(text)) {
            double ms = PromDouble.parse(text) * 1_000;
            if (Double.isNaN(ms) || Math.abs(ms) > Long.MAX_VALUE / 1e6) {
                throw new IllegalArgumentException(wrong + ". It overflows int64");
            }
            // Half a millisecond is none, yet it is no request for zero either.
            long rounded = Math.round(ms);
            return rounded == 0 && ms > 0 ? 1 : rounded;
        }
        try {
            return PromDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    /** A bound on the length of an answer; 0 for none. */
    static int limit(Parameters parameters, String name) {
        String text = parameters.first(name);
        if (text.isEmpty()) {
            return 0;
        }
        long limit;
        try {
            limit = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalid(name, "strconv.Atoi: parsing " + quoted(text) + ": invalid syntax");
        }
        if (limit < 0) {
            throw ApiException.invalid(name, "limit must be non-negative");
        }
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }

    /** A number of rows, for endpoints that have it by rules of their own; the fallback when it is not given. */
    static int rows(Parameters parameters, String name, int fallback, int least, String mistake) {
        String text = parameters.first(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int rows = Integer.parseInt(text);
            if (rows >= least) {
                return rows;
            }
        } catch (NumberFormatException e) {
            throw ApiException.badData(mistake);
        }
        throw ApiException.badData(mistake);
    }

    private static boolean isNumber(String text) {
        try {
            PromDouble.parse(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** In the quotes of a message. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
