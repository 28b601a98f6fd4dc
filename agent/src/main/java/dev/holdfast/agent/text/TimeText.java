package dev.holdfast.agent.text;

import dev.holdfast.agent.config.DurationText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time as people write and read them.
 *
 * <p>Understood: {@code now}, {@code now-1h30m}, {@code -15m}; seconds since the epoch, with or without a fraction;
 * RFC 3339; and in the zone of the reader {@code 2026-11-22}, {@code 2026-11-22 14:05:30}, {@code 14:05},
 * {@code today 14:05}, {@code yesterday}.
 */
public final class TimeText {
    private static final Pattern RELATIVE = Pattern.compile("(?:now)?([+-])([0-9].*)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]+(\\.[0-9]*)?");
    private static final Pattern DAY_AND_TIME = Pattern.compile(
            "(?:(today|yesterday|[0-9]{4}-[0-9]{2}-[0-9]{2}))?[ T]*([0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?)?");
    private static final DateTimeFormatter TO_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TO_MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private TimeText() {}

    /**
     * Milliseconds since the epoch.
     *
     * @throws IllegalArgumentException when it is no time; the message says what one looks like
     */
    public static long parseMs(String text, long nowMs, ZoneId zone) {
        String word = text.strip();
        if (word.equals("now")) {
            return nowMs;
        }
        Matcher relative = RELATIVE.matcher(word);
        if (relative.matches()) {
            long offsetMs = DurationText.parseMs(relative.group(2));
            return relative.group(1).equals("-") ? nowMs - offsetMs : nowMs + offsetMs;
        }
        try {
            if (SECONDS.matcher(word).matches()) {
                return new BigDecimal(word)
                        .movePointRight(3)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
            }
            Matcher local = DAY_AND_TIME.matcher(word);
            if (!word.isEmpty() && local.matches()) {
                return local(local, nowMs, zone);
            }
            return OffsetDateTime.parse(word.replace(' ', 'T')).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a time; write it like now-1h, -15m, 14:05, \"yesterday 03:00\","
                            + " 2026-11-22T14:05:00Z, or as unix seconds",
                    e);
        }
    }

    private static long local(Matcher local, long nowMs, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(nowMs), zone);
        String day = local.group(1);
        LocalDate date = today;
        if (day != null && day.equals("yesterday")) {
            date = today.minusDays(1);
        } else if (day != null && !day.equals("today")) {
            date = LocalDate.parse(day);
        }
        String clock = local.group(2);
        LocalTime time = LocalTime.MIDNIGHT;
        if (clock != null) {
            time = LocalTime.parse(clock.indexOf(':') == 1 ? "0" + clock : clock);
        }
        return LocalDateTime.of(date, time).atZone(zone).toInstant().toEpochMilli();
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
