package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.storage.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which interval of the backlog was denied, to tell an upstream that denies everything from one that has
 * something against this interval. Only matters where a denial may be about the data after all: OTLP allows no repetition of
 * what was answered with 500, so that it is not a failure to be retried. One thread.
 */
final class Denials {
    private @Nullable TimeRange range;
    private long sinceMs;

    /** Whether the upstream may have taken a request although it answered so. */
    boolean mayHaveArrived(SendResult denied) {
        return denied.status() >= 500 || denied.status() == 408;
    }

    /**
     * Takes notice of a denial; true when the same interval was denied before, and live data got through since.
     *
     * @param interval that was denied
     * @param liveSuccessMs when live data got through last, monotonic milliseconds
     * @param nowMs monotonic milliseconds
     */
    boolean isOfTheData(TimeRange interval, long liveSuccessMs, long nowMs) {
        TimeRange known = range;
        if (known != null && known.overlaps(interval)) {
            return liveSuccessMs > sinceMs;
        }
        range = interval;
        sinceMs = nowMs;
        return false;
    }

    /** An interval was settled: what comes next begins anew. */
    void settled() {
        range = null;
    }
}
