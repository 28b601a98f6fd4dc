package dev.holdfast.storage;

import java.time.Instant;
import java.util.Locale;

/**
 * What some damage costs.
 *
 * @param samples samples that cannot be read, or {@link #UNKNOWN}
 * @param series series that they belong to, or {@link #UNKNOWN}
 * @param range the time that they lie in; empty when that is not known, or nothing is lost
 */
public record Loss(long samples, int series, TimeRange range) {
    /** A number that nobody can tell. */
    public static final int UNKNOWN = -1;

    /** Nothing is lost: it can be had from elsewhere. */
    public static final Loss NONE = new Loss(0, 0, new TimeRange(0, 0));

    /** Something is lost, and nobody can tell how much, in some time. */
    public static Loss unknown(TimeRange range) {
        return new Loss(UNKNOWN, UNKNOWN, range);
    }

    /** Whether anything is. */
    public boolean isAny() {
        return samples != 0;
    }

    /** In words, without a full stop: "12 samples of 3 series, from ... to ..., are lost"; empty for nothing. */
    @Override
    public String toString() {
        if (!isAny()) {
            return "";
        }
        String when = range.isEmpty()
                ? ""
                : " from " + Instant.ofEpochMilli(range.fromInclusiveMs()) + " to "
                        + Instant.ofEpochMilli(range.toExclusiveMs() - 1);
        if (samples < 0) {
            return "how many samples" + when + " that costs is not known";
        }
        return String.format(
                Locale.ROOT,
                "%,d %s of %d series%s %s lost",
                samples,
                samples == 1 ? "sample" : "samples",
                Math.max(1, series),
                when,
                samples == 1 ? "is" : "are");
    }
}
