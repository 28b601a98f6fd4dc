package dev.holdfast.agent.openmetrics;

/**
 * How an input is read.
 *
 * @param format the dialect, or {@link TextFormat#AUTO}
 * @param defaultTimestampMs for samples without a timestamp, milliseconds since the epoch; {@link #NO_TIMESTAMP} makes
 *     such a sample an error
 * @param latestMs the newest timestamp to accept, milliseconds since the epoch; later ones are an error, since the
 *     usual cause is milliseconds where seconds belong
 */
public record ReadOptions(TextFormat format, long defaultTimestampMs, long latestMs) {
    /** Says that a sample without a timestamp is an error. */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;

    /** How far ahead of this host's clock a timestamp may be: one day, in milliseconds. */
    public static final long FUTURE_TOLERANCE_MS = 86_400_000L;

    /** Detects the format, wants timestamps, and takes none later than a day from now. */
    public static ReadOptions at(long nowMs) {
        return new ReadOptions(TextFormat.AUTO, NO_TIMESTAMP, nowMs + FUTURE_TOLERANCE_MS);
    }

    /** With a given format. */
    public ReadOptions withFormat(TextFormat value) {
        return new ReadOptions(value, defaultTimestampMs, latestMs);
    }

    /** With a time for samples that have none. */
    public ReadOptions withDefaultTimestampMs(long value) {
        return new ReadOptions(format, value, latestMs);
    }

    /** Without a bound on the future. */
    public ReadOptions withAnyFuture() {
        return new ReadOptions(format, defaultTimestampMs, Long.MAX_VALUE);
    }
}
