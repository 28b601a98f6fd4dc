package dev.holdfast.agent.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * What a new upstream is sent of what was collected before it was configured.
 *
 * @param kind what the number means
 * @param ms milliseconds: of a duration or since the epoch; 0 for all and none
 */
public record BackfillConfig(Kind kind, long ms) {
    /** Everything. */
    static final BackfillConfig ALL = new BackfillConfig(Kind.ALL, 0);

    private static final String SINCE = "since ";

    /** How the beginning is said. */
    public enum Kind {
        /** From the first sample. */
        ALL,
        /** From now on. */
        NONE,
        /** From so long before the upstream is dealt with first. */
        AGO,
        /** From a time. */
        FROM
    }

    /** Understands {@code all}, {@code none}, {@code since 7d} and {@code since 2026-11-01T00:00:00Z}. */
    static BackfillConfig parse(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        if (text.equals("none")) {
            return new BackfillConfig(Kind.NONE, 0);
        }
        if (!text.startsWith(SINCE)) {
            throw new IllegalArgumentException("\"" + text + "\" is not one of all, none, since 7d (a duration),"
                    + " since 2026-11-01T00:00:00Z (a time)");
        }
        String since = text.substring(SINCE.length()).strip();
        // A date has dashes, a duration none.
        return since.contains("-")
                ? new BackfillConfig(Kind.FROM, timeMs(since))
                : new BackfillConfig(Kind.AGO, DurationText.parseMs(since));
    }

    private static long timeMs(String text) {
        try {
            return text.contains("T") || text.contains(" ")
                    ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli()
                    : LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a time; write it like 2026-11-01T00:00:00Z, or 2026-11-01 for its first"
                            + " moment in UTC",
                    e);
        }
    }

    /** As the file has it. */
    @Override
    public String toString() {
        return switch (kind) {
            case ALL -> "all";
            case NONE -> "none";
            case AGO -> SINCE + DurationText.format(ms);
            case FROM -> SINCE + Instant.ofEpochMilli(ms);
        };
    }
}
