package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.storage.TimeRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --since}, {@code --start} and {@code --end}. */
final class SpanOptions {
    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "From so long ago: 90s, 3h, 7d; or from this time: yesterday, \"last monday 14:00\".")
    private @Nullable String since;

    @Option(
            names = "--start",
            paramLabel = "T",
            description = "From this time: now-1h, \"2 hours ago\", 14:05, 3am, \"yesterday 03:00\", \"last monday\","
                    + " \"22 nov 14:00\", 2026-11-22T14:05:00Z, unix seconds. A clock time alone is today's.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "T", description = "Up to this time. Default: now.")
    private @Nullable String end;

    /** Whether the command line names a span at all. */
    boolean isGiven() {
        return since != null || start != null || end != null;
    }

    /** Whether both ends are said, one of them perhaps as a distance from now. */
    boolean hasBothEnds() {
        return since != null || (start != null && end != null);
    }

    /** Whether the span is one that moves with the clock, so that its ends may be put on round times. */
    boolean isRelative() {
        return since != null && end == null && durationOrMinus(since) > 0;
    }

    /** From the first millisecond to the last, both included. */
    TimeRange inclusive(Console console) {
        long endMs = end == null ? console.nowMs() : timeMs("--end", end, console);
        if (since != null && start != null) {
            throw new Failure(ExitStatus.USAGE, "too much said, --since and --start: leave one of them out");
        }
        long startMs;
        if (since != null) {
            long backMs = durationOrMinus(since);
            startMs = backMs > 0 ? endMs - backMs : sinceTimeMs(since, console);
        } else if (start != null) {
            startMs = timeMs("--start", start, console);
        } else {
            throw new Failure(ExitStatus.USAGE, "no beginning, --end: say --since or --start too");
        }
        if (startMs > endMs) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "ends before it begins, " + (since == null ? "--start: " : "--since: ")
                            + TimeText.format(startMs, console.zone()) + " is after "
                            + TimeText.format(endMs, console.zone()) + " "
                            + TimeText.zoneName(endMs, console.zone())
                            + (end == null
                                    ? "; for a time of the day before, say \"yesterday 23:00\""
                                    : "; swap the two"));
        }
        return new TimeRange(startMs, endMs);
    }

    /** The span as storage takes it; all of time when the command line names none. */
    TimeRange orAll(Console console) {
        if (!isGiven()) {
            return TimeRange.ALL;
        }
        if (since == null && start == null && end != null) {
            return new TimeRange(Long.MIN_VALUE, timeMs("--end", end, console) + 1);
        }
        TimeRange inclusive = inclusive(console);
        return new TimeRange(inclusive.fromInclusiveMs(), inclusive.toExclusiveMs() + 1);
    }

    /** A duration above zero, or -1 when it is none. */
    private static long durationOrMinus(String text) {
        try {
            long durationMs = DurationText.parseMs(text.strip());
            return durationMs > 0 ? durationMs : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private static long sinceTimeMs(String text, Console console) {
        try {
            if (!text.strip().equals("0")) {
                return TimeText.parseMs(text, console.nowMs(), console.zone());
            }
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "bad duration, --since: \"" + text
                            + "\" is not a duration; write it like 250ms, 15s, 1h30m or 30d, or name a time: yesterday, 14:05",
                    e);
        }
        throw new Failure(ExitStatus.USAGE, "bad duration, --since: must be longer than 0");
    }

    /** A time, or a failure that names the option. */
    static long timeMs(String option, String text, Console console) {
        try {
            return TimeText.parseMs(text, console.nowMs(), console.zone());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitStatus.USAGE, "bad time, " + option + ": " + e.getMessage(), e);
        }
    }

    /** The same, or seconds without a unit, as the HTTP API has it. */
    static long stepMs(String option, String text) {
        boolean seconds = text.matches("[0-9]{1,9}([.][0-9]{1,9})?");
        long stepMs = seconds
                ? new BigDecimal(text)
                        .movePointRight(3)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact()
                : 0;
        return stepMs > 0 ? stepMs : durationMs(option, text);
    }

    /** A duration above zero, or a failure that names the option. */
    static long durationMs(String option, String text) {
        try {
            long durationMs = DurationText.parseMs(text);
            if (durationMs > 0) {
                return durationMs;
            }
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitStatus.USAGE, "bad duration, " + option + ": " + e.getMessage(), e);
        }
        throw new Failure(ExitStatus.USAGE, "bad duration, " + option + ": must be longer than 0");
    }
}
