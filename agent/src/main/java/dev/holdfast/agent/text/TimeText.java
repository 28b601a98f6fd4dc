package dev.holdfast.agent.text;

import dev.holdfast.agent.config.DurationText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Points in time as people write and read them.
 *
 * <p>Understood: {@code now}, {@code now-1h30m}, {@code -15m}; {@code 2 hours ago}, {@code 3 days ago 14:00}; seconds since the
 * epoch, with or without a fraction, below zero too; RFC 3339; and in the zone of the reader, or in UTC when the word stands behind them, a
 * day, a clock time or both: {@code 2026-11-22}, {@code 22 nov}, {@code yesterday}, {@code last monday}; {@code 14:05:30},
 * {@code 3am}, {@code noon}. A day alone is its beginning, a clock time alone is today's. A day without a year is the newest
 * that is not to come; a week day is the newest, today included, and with {@code last} the newest before today.
 *
 * <p>Where the clock is put forward, a time that it leaps over is as much later as the leap is long (02:30 is 03:30); where it is put
 * back, a time that comes twice is its first coming. The offset of RFC 3339 names the other one.
 */
public final class TimeText {
    private static final DateTimeFormatter TO_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TO_MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private static final int DAY_LENGTH = "2026-11-22".length();

    private TimeText() {}

    /**
     * Milliseconds since the epoch.
     *
     * @throws IllegalArgumentException when it is no time; the message says what one looks like
     */
    public static long parseMs(String text, long nowMs, ZoneId zone) {
        String word = text.strip();
        if (word.equalsIgnoreCase("now")) {
            return nowMs;
        }
        String offset =
                word.regionMatches(true, 0, "now", 0, 3) ? word.substring(3).strip() : word;
        boolean isBefore1970 = word.startsWith("-") && !word.equals("-0") && isDecimal(word.substring(1));
        if (!isBefore1970 && offset.length() > 1 && (offset.charAt(0) == '-' || offset.charAt(0) == '+')) {
            long offsetMs = DurationText.parseMs(offset.substring(1).strip());
            return offset.charAt(0) == '-' ? nowMs - offsetMs : nowMs + offsetMs;
        }
        try {
            if (isBefore1970 || isDecimal(word)) {
                return new BigDecimal(word)
                        .movePointRight(3)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
            }
            if (hasOffset(word)) {
                return OffsetDateTime.parse(word.replace(' ', 'T').toUpperCase(Locale.ROOT))
                        .toInstant()
                        .toEpochMilli();
            }
            return WallClockText.parseMs(word, nowMs, zone);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a time; write it like now-1h, \"2 hours ago\", 14:05, \"yesterday 03:00\","
                            + " \"last monday\", 2026-11-22T14:05:00Z, or as unix seconds",
                    e);
        }
    }

    private static boolean isDecimal(String word) {
        int points = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            points += c == '.' ? 1 : 0;
            if (!(c >= '0' && c <= '9') && !(c == '.' && i > 0 && points == 1)) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /** {@code 2026-11-22T14:05:00Z} or {@code 2026-11-22T14:05:00+01:00}. */
    private static boolean hasOffset(String word) {
        if (word.length() < 17 || word.charAt(4) != '-' || word.charAt(13) != ':') {
            return false;
        }
        char last = word.charAt(word.length() - 1);
        char sign = word.charAt(word.length() - 6);
        return last == 'Z' || last == 'z' || sign == '+' || sign == '-';
    }

    /** A time in a zone, with milliseconds only where there are some: {@code 2026-11-22 14:05:30}. */
    public static String format(long timestampMs, ZoneId zone) {
        DateTimeFormatter formatter = timestampMs % 1000 == 0 ? TO_SECONDS : TO_MILLIS;
        return formatter.format(Instant.ofEpochMilli(timestampMs).atZone(zone));
    }

    /** What the zone is called at that time: {@code UTC}, {@code CET}. */
    public static String zoneName(long timestampMs, ZoneId zone) {
        return DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
                .format(Instant.ofEpochMilli(timestampMs).atZone(zone));
    }

    /** A span, and the zone once: {@code 2026-11-22 11:50:00 to 11:52:00 UTC}; the day of its end where it is another. */
    public static String span(long fromMs, long toMs, ZoneId zone) {
        String from = format(fromMs, zone);
        String to = format(toMs, zone);
        String toZone = zoneName(toMs, zone);
        boolean oneZone = zoneName(fromMs, zone).equals(toZone);
        boolean oneDay = oneZone && from.regionMatches(0, to, 0, DAY_LENGTH);
        return from
                + (oneZone ? "" : " " + zoneName(fromMs, zone))
                + " to "
                + (oneDay ? to.substring(DAY_LENGTH + 1) : to)
                + " "
                + toZone;
    }

    /** A length of time for people, two units at most: {@code 3d 4h}, {@code 12s}, {@code 250ms}. */
    public static String age(long durationMs) {
        if (durationMs < 1_000) {
            return Math.max(0, durationMs) + "ms";
        }
        long[] unitMs = {86_400_000L, 3_600_000L, 60_000L, 1_000L};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < unitMs.length; i++) {
            if (durationMs >= unitMs[i]) {
                String first = durationMs / unitMs[i] + names[i];
                long rest = i + 1 < unitMs.length ? durationMs % unitMs[i] / unitMs[i + 1] : 0;
                return rest == 0 ? first : first + " " + rest + names[i + 1];
            }
        }
        throw new IllegalStateException("durationMs=" + durationMs);
    }
}
