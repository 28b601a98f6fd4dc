package dev.holdfast.forwarder;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;

/**
 * How far an upstream is behind, in a few numbers, for whoever looks often: no sample is read for them, see
 * {@link Snapshot#countAbout}. Where {@link UpstreamStatus} counts or probes samples, this takes counts that are there, and is
 * exact as long as what is pending lies in memory, or in whole files. Immutable; any thread.
 *
 * @param pendingSamples about how many samples are to be sent
 * @param oldestPendingMs time of the first of them or some time before it, milliseconds since the epoch; {@link #NOTHING}
 * @param oldestParkedMs beginning of the first interval that is set aside, likewise: to be tried again, hence not delivered
 * @param newPerSecond samples that came in a second during the last minute
 */
public record Backlog(long pendingSamples, long oldestPendingMs, long oldestParkedMs, double newPerSecond) {
    /** In the place of a time when there is nothing. */
    public static final long NOTHING = Long.MAX_VALUE;

    /** Nothing is known yet, or there is nothing. */
    public static final Backlog NONE = new Backlog(0, NOTHING, NOTHING, 0);

    private static final long LATELY_MS = 60_000;

    /**
     * What a ledger leaves of the store.
     *
     * @param nowMs wall time, milliseconds since the epoch
     */
    public static Backlog of(Snapshot snapshot, IntervalLedger intervals, long nowMs) {
        List<TimeRange> populated = snapshot.populated();
        List<TimeRange> pending = Pending.of(populated, intervals);
        return new Backlog(
                pending.isEmpty() ? 0 : snapshot.countAbout(pending),
                oldestPending(snapshot, pending),
                oldestParked(populated, intervals),
                newPerSecond(snapshot, populated, nowMs));
    }

    /** Of a store that is younger than a minute, since it began. */
    private static double newPerSecond(Snapshot snapshot, List<TimeRange> populated, long nowMs) {
        long beganMs = populated.isEmpty() ? nowMs : populated.get(0).fromInclusiveMs();
        long fromMs = Math.min(nowMs, Math.max(nowMs - LATELY_MS, beganMs));
        long count = fromMs == nowMs ? 0 : snapshot.countAbout(List.of(new TimeRange(fromMs, nowMs)));
        return count * 1e3 / Math.max(1_000, nowMs - fromMs);
    }

    private static long oldestPending(Snapshot snapshot, List<TimeRange> pending) {
        for (TimeRange range : pending) {
            long firstMs = snapshot.firstAbout(range);
            if (firstMs < range.toExclusiveMs()) {
                return firstMs;
            }
        }
        return NOTHING;
    }

    private static long oldestParked(List<TimeRange> populated, IntervalLedger intervals) {
        for (TimeRange stretch : populated) {
            for (IntervalLedger.Entry entry : intervals.within(stretch)) {
                if (entry.state() == LedgerState.PARKED) {
                    return entry.fromInclusiveMs();
                }
            }
        }
        return NOTHING;
    }

    /** Age of the oldest sample that is to be sent, milliseconds; 0 when there is none, or it is from the future. */
    public long oldestPendingAgeMs(long nowMs) {
        return age(oldestPendingMs, nowMs);
    }

    /** Age of the oldest interval that is set aside, likewise. */
    public long oldestParkedAgeMs(long nowMs) {
        return age(oldestParkedMs, nowMs);
    }

    /**
     * Age of the oldest sample that the upstream does not have and may still be given: pending or set aside. What it refused,
     * what it is not to be given, and what had to be given up are settled, however old.
     */
    public long oldestUndeliveredAgeMs(long nowMs) {
        return age(Math.min(oldestPendingMs, oldestParkedMs), nowMs);
    }

    private static long age(long momentMs, long nowMs) {
        return momentMs == NOTHING ? 0 : Math.max(0, nowMs - momentMs);
    }
}
