package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Limits;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a request may go now, by the limits and the budget of its upstream, which all its lanes share. Says once when the
 * budget is used up, and once when sending goes on. Stepped by the upstream's thread; {@link #heldBy()} by any.
 */
final class Courtesy {
    private static final Logger log = LoggerFactory.getLogger(Courtesy.class);

    private final String upstream;
    private final Throttle throttle;
    private final DayBudget budget;
    private final LongSupplier wallClockMs;
    private final LongSupplier monotonicMs;
    private final boolean bounded;
    private volatile String heldBy = "";

    Courtesy(String upstream, Limits limits, DayBudget budget, LongSupplier wallClockMs, LongSupplier monotonicMs) {
        this.upstream = upstream;
        this.throttle = new Throttle(limits, monotonicMs.getAsLong());
        this.budget = budget;
        this.bounded = limits.bytesPerSecond() > 0 || limits.samplesPerSecond() > 0 || limits.bytesPerDay() > 0;
        this.wallClockMs = wallClockMs;
        this.monotonicMs = monotonicMs;
    }

    /** How long a request has to wait for the limits, milliseconds; 0 when it may go now. */
    long waitMs(Lane lane, long bodyBytes, long samples) {
        return throttle.waitMs(lane, bodyBytes, samples, monotonicMs.getAsLong());
    }

    /** Whether the budget allows a request; 0 bytes ask for any at all. Where not, ask again in {@link DayBudget#ASK_MS}. */
    boolean affords(Lane lane, long bodyBytes) {
        if (budget.allows(lane, bodyBytes, wallClockMs.getAsLong(), monotonicMs.getAsLong())) {
            return true;
        }
        if (lane != Lane.BACKLOG && heldBy.isEmpty()) {
            heldBy = "daily budget used up: " + budget.usedBytes() + " bytes";
            log.warn("upstream {}: {}; what is collected is kept until more may be sent", upstream, heldBy);
        }
        return false;
    }

    /** A request goes. */
    void sent(Lane lane, long bodyBytes, long samples) {
        throttle.sent(bodyBytes, samples, monotonicMs.getAsLong());
        budget.sent(lane, bodyBytes, wallClockMs.getAsLong(), monotonicMs.getAsLong());
        if (lane != Lane.BACKLOG && !heldBy.isEmpty()) {
            heldBy = "";
            log.info("upstream {}: may be sent to again", upstream);
        }
    }

    /** Why nothing is sent, for people to read; empty when nothing holds it. Any thread. */
    String heldBy() {
        return heldBy;
    }

    /** Whether anything bounds the sending, so that little should be under way, and lost to a pause, at a time. */
    boolean isBounded() {
        return bounded;
    }
}
