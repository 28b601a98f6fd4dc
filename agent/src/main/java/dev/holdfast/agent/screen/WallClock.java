package dev.holdfast.agent.screen;

import dev.holdfast.agent.text.TimeText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as the screen shows them: without the day where it is that of the moment, without seconds where they do not matter.
 *
 * @param nowMs the moment that is looked at
 */
record WallClock(ZoneId zone, long nowMs) {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd ", Locale.ROOT);
    private static final long SHORT_MS = 600_000;

    /** From one time to another, {@code 02:10-02:40}; with two days, {@code 11-22 06:24 to 11-26 20:24}. */
    String span(long fromMs, long toMs) {
        boolean seconds = toMs - fromMs < SHORT_MS;
        return day(toMs).equals(day(fromMs))
                ? time(fromMs, seconds) + "-" + clock(toMs, seconds)
                : time(fromMs, seconds) + " to " + time(toMs, seconds);
    }

    String length(HostView.Gap gap) {
        return TimeText.age(gap.toMs() - gap.fromMs());
    }

    /** A time, with its day when that is another one. */
    String time(long timestampMs, boolean seconds) {
        return (day(timestampMs).equals(day(nowMs)) ? "" : at(DAY, timestampMs)) + clock(timestampMs, seconds);
    }

    private String clock(long timestampMs, boolean seconds) {
        return at(seconds ? SECOND : MINUTE, timestampMs);
    }

    private String at(DateTimeFormatter format, long timestampMs) {
        return format.format(Instant.ofEpochMilli(timestampMs).atZone(zone));
    }

    private LocalDate day(long timestampMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timestampMs), zone);
    }
}
