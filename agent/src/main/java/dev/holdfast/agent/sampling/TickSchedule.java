package dev.holdfast.agent.sampling;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When ticks are due, which time they bear, and which were missed. Knows no clock: it is told the time.
 *
 * <p>Ticks lie at the multiples of the interval since the epoch, so that all hosts sample at the same moments and a
 * series has the same distance between its samples for ever. A tick that runs within tolerance bears the time it was due;
 * a later one bears the time it is. Points of the grid that pass without a tick are counted by reason, each once.
 *
 * <p>When the clock is set back by more than an interval, the grid is taken up at the new time; less than that is waited
 * out. Those points have been
 * sampled before; the store keeps the newer sample, which is the one that was taken by the better clock.
 */
final class TickSchedule {
    /** What {@link #tick} gives when none is due. */
    static final long NOT_DUE = Long.MIN_VALUE;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long MIN_TOLERANCE_MS = 10;

    private long intervalMs;
    private long toleranceMs;
    private final long lastStoredMs;
    private final Map<MissReason, AtomicLong> missed = new EnumMap<>(MissReason.class);
    private long nextMs = NEVER;
    private long lastMs = NEVER; // what the newest tick bears
    private boolean started;
    private long suspendedMs;
    private long steppedMs;

    /**
     * A schedule that has not begun.
     *
     * @param lastStoredMs time of the newest tick of an earlier run, milliseconds since the epoch, or negative for none
     */
    TickSchedule(long intervalMs, long lastStoredMs) {
        setInterval(intervalMs);
        this.lastStoredMs = lastStoredMs;
        for (MissReason reason : MissReason.values()) {
            missed.put(reason, new AtomicLong());
        }
    }

    /**
     * The time that a tick now bears, milliseconds since the epoch, or {@link #NOT_DUE}.
     *
     * @param wallMs the time it is
     * @param suspendedSinceMs how long the host was suspended since the last call
     * @param steppedSinceMs by how much the clock was set since the last call
     */
    long tick(long wallMs, long suspendedSinceMs, long steppedSinceMs) {
        suspendedMs += suspendedSinceMs;
        steppedMs += steppedSinceMs;
        if (nextMs == NEVER) {
            nextMs = -Math.floorDiv(-wallMs, intervalMs) * intervalMs;
        } else if (nextMs - wallMs > 2 * intervalMs) {
            nextMs = floor(wallMs) + intervalMs; // the clock was set back
        }
        if (wallMs < nextMs) {
            return NOT_DUE;
        }
        long dueMs = floor(wallMs);
        if (started) {
            attribute((dueMs - nextMs) / intervalMs);
        } else {
            started = true;
            if (lastStoredMs >= 0) {
                miss(MissReason.STOPPED, Math.max(0, (dueMs - floor(lastStoredMs)) / intervalMs - 1));
            }
        }
        suspendedMs = 0;
        steppedMs = 0;
        nextMs = dueMs + intervalMs;
        lastMs = wallMs - dueMs <= toleranceMs ? dueMs : wallMs;
        return lastMs;
    }

    /**
     * Goes over to another grid. Up to {@code wallMs} the old one holds: {@link #tick} was told this time before, so its
     * points are ticks or counted. From there on each point of the new one is a tick, and no moment is a tick of both.
     *
     * @param wallMs what {@link #tick} was told last
     */
    void changeInterval(long newIntervalMs, long wallMs) {
        setInterval(newIntervalMs);
        if (nextMs != NEVER) {
            nextMs = floor(Math.max(wallMs, lastMs)) + intervalMs;
        }
    }

    private void setInterval(long value) {
        intervalMs = value;
        toleranceMs = Math.max(MIN_TOLERANCE_MS, value / 10);
    }

    private void attribute(long count) {
        long stepped = Math.min(count, points(steppedMs));
        long suspended = Math.min(count - stepped, points(suspendedMs));
        miss(MissReason.STEPPED, stepped);
        miss(MissReason.SUSPENDED, suspended);
        miss(MissReason.LATE, count - stepped - suspended);
    }

    private void miss(MissReason reason, long count) {
        counter(reason).addAndGet(count);
    }

    private AtomicLong counter(MissReason reason) {
        return Objects.requireNonNull(missed.get(reason));
    }

    /** How many points of the grid a stretch of time can cover. */
    private long points(long lengthMs) {
        return lengthMs <= 0 ? 0 : (lengthMs + intervalMs - 1) / intervalMs;
    }

    private long floor(long timestampMs) {
        return Math.floorDiv(timestampMs, intervalMs) * intervalMs;
    }

    /** How long it is to the next tick, milliseconds. */
    long waitMs(long wallMs) {
        return Math.max(0, nextMs - wallMs);
    }

    /** Points of the grid without a sample so far; may be asked by any thread. */
    long missed(MissReason reason) {
        return counter(reason).get();
    }
}
