package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.TimeRange;
import java.util.List;

/**
 * Which interval a lane sends next. A pure function of what is pending, the time and the options.
 *
 * <p>Strict: one lane, oldest first; what is older than the upstream takes is skipped, and kept in the store. Window and
 * free: the last minute goes first, in its own lane, as soon as it is due; everything older follows in bands of bounded
 * length, oldest first.
 */
final class LanePolicy {
    /**
     * Samples younger than this are not sent yet: the batches of one tick come from several sources, and a sample that
     * came after its tick was sent would have to be sent behind newer ones. Also why nothing from the future is ever
     * sent: one such sample moves a Prometheus' newest time, and with it the oldest that it takes from anyone.
     */
    static final long HOLD_BACK_MS = 500;

    /** What the live lane sees: younger than this. What it could not send in that time is backlog. */
    static final long LIVE_WINDOW_MS = 60_000;

    /** Bands end at multiples of this, so that none reaches over the end of a partition. */
    static final long BAND_GRID_MS = 600_000;

    /** How often to look for something to send when there is nothing. */
    static final long IDLE_MS = 1_000;

    /** What is sent is younger than a receiver's window by this, or a twentieth of a window that is short. */
    static final long WINDOW_MARGIN_MS = 60_000;

    private LanePolicy() {}

    /** What a lane is to do. */
    sealed interface Step {}

    /**
     * Claim and send an interval.
     *
     * @param range not empty
     * @param more whether there is more to send right after it
     */
    record Send(TimeRange range, boolean more) implements Step {}

    /**
     * Mark an interval as skipped: the upstream does not take data of its age.
     *
     * @param range not empty
     */
    record Skip(TimeRange range) implements Step {}

    /**
     * Nothing is due.
     *
     * @param delayMs ask again after this, milliseconds, at least 1
     */
    record Wait(long delayMs) implements Step {}

    /**
     * The next step.
     *
     * @param pending what is in the store and not in the ledger, disjoint, in time order
     * @param nowMs wall time, milliseconds since the epoch
     * @param batchDeadlineMs how long the newest samples may wait for others, milliseconds
     * @param pace how long the interval may be
     */
    static Step next(
            Lane lane, List<TimeRange> pending, long nowMs, UpstreamOptions options, long batchDeadlineMs, Pace pace) {
        if (lane != Lane.LIVE && options.maxAgeMs() > 0 && !pending.isEmpty()) {
            TimeRange oldest = pending.get(0);
            long horizonMs = nowMs - takesMs(options);
            if (oldest.fromInclusiveMs() < horizonMs) {
                return new Skip(new TimeRange(oldest.fromInclusiveMs(), Math.min(oldest.toExclusiveMs(), horizonMs)));
            }
        }
        List<TimeRange> sendable = Pending.within(pending, window(lane, nowMs, options));
        if (sendable.isEmpty()) {
            return new Wait(IDLE_MS);
        }
        TimeRange first = sendable.get(0);
        long waitMs = lane == Lane.BACKLOG || sendable.size() > 1
                ? 0
                : waitForMoreMs(first, nowMs, options, batchDeadlineMs, pace);
        if (waitMs > 0) {
            return new Wait(Math.min(IDLE_MS, waitMs));
        }
        long toMs = Math.min(first.toExclusiveMs(), first.fromInclusiveMs() + pace.lengthMs());
        if (lane == Lane.BACKLOG) {
            toMs = Math.min(toMs, (Math.floorDiv(first.fromInclusiveMs(), BAND_GRID_MS) + 1) * BAND_GRID_MS);
        }
        return new Send(new TimeRange(first.fromInclusiveMs(), toMs), toMs < first.toExclusiveMs());
    }

    /**
     * How old a sample may be that is still sent, milliseconds. The operator of a window tells the receiver's own; a sample
     * at its very edge would be outside when it arrives, and refused rather than skipped.
     */
    static long takesMs(UpstreamOptions options) {
        return options.order() == Order.WINDOW
                ? options.maxAgeMs() - Math.min(WINDOW_MARGIN_MS, options.maxAgeMs() / 20)
                : options.maxAgeMs();
    }

    private static TimeRange window(Lane lane, long nowMs, UpstreamOptions options) {
        long readyMs = nowMs - HOLD_BACK_MS + 1;
        long liveMs = nowMs - LIVE_WINDOW_MS;
        return switch (lane) {
            case ORDERED -> new TimeRange(Long.MIN_VALUE, readyMs);
            case LIVE -> {
                long oldestMs = options.maxAgeMs() > 0 ? nowMs - takesMs(options) : Long.MIN_VALUE;
                yield new TimeRange(Math.min(readyMs, Math.max(liveMs, oldestMs)), readyMs);
            }
            case BACKLOG -> new TimeRange(Long.MIN_VALUE, liveMs);
        };
    }

    /** How long the newest interval may still grow before it is sent: until it is old enough, or a full request. */
    private static long waitForMoreMs(
            TimeRange range, long nowMs, UpstreamOptions options, long batchDeadlineMs, Pace pace) {
        long deadlineMs = range.fromInclusiveMs() + batchDeadlineMs - nowMs;
        if (pace.samplesPerMs() == 0) {
            return deadlineMs;
        }
        long fullLengthMs = (long) Math.ceil(options.maxSamplesPerSend() / pace.samplesPerMs());
        return Math.min(deadlineMs, fullLengthMs - range.lengthMs());
    }
}
