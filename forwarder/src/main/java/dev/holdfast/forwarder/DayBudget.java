package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Limits;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A day's budget of bytes, for lines that are paid by volume. Inside the metered windows of the day everything that is sent
 * counts, and when the budget is used up nothing goes until the window ends or the day turns; outside nothing counts.
 *
 * <p>Live data comes first: the backlog may use only what live data will not need until midnight, by the rate at which live
 * data went in the last hours, and a quarter more. Until that rate is known, for a minute, the backlog waits.
 *
 * <p>Days and windows are those of the host's time zone, looked up anew each time, so a change of summer time needs nothing: a
 * window that does not exist that day is not there. After a step of the clock into an earlier day what was used counts on;
 * a step forward over midnight begins a new day, as far as anyone can tell. Time is given; one thread.
 */
final class DayBudget {
    /**
     * What a request costs beside its body, bytes: its own headers and those of the answer, and the records of TLS.
     * {@code RequestOverheadTest} measures 439 for both headers, 590 with a token of 128 characters; TLS 1.3 adds 22 a
     * record of 16 KiB, of which there are two in the least. A connection is kept, so its
     * handshake (some 3 KB, with a chain of two certificates) is left out, and so are the headers of TCP and IP.
     */
    static final long OVERHEAD_BYTES = 700;

    /** Asked again after this at the latest, milliseconds, since the clock may be set meanwhile. */
    static final long ASK_MS = 30_000;

    private static final long RATE_KNOWN_MS = 60_000;
    private static final long RATE_SPAN_MS = 7_200_000;
    private static final double RESERVE_MARGIN = 1.25;

    private final Limits limits;
    private final ZoneId zone;
    private final BudgetMemory memory;
    private BudgetMemory.Used used;
    private long liveBytes;
    private long liveSinceMs;

    /**
     * A budget that goes on with what is remembered.
     *
     * @param monotonicMs time now
     */
    DayBudget(Limits limits, ZoneId zone, BudgetMemory memory, long monotonicMs) {
        this.limits = limits;
        this.zone = zone;
        this.memory = memory;
        this.used = memory.read();
        this.liveSinceMs = monotonicMs;
    }

    /** Whether there is a budget at all. */
    boolean exists() {
        return limits.bytesPerDay() > 0;
    }

    /** Whether a request may go now. */
    boolean allows(Lane lane, long bodyBytes, long wallMs, long monotonicMs) {
        if (!exists()) {
            return true;
        }
        ZonedDateTime now = at(wallMs);
        if (!isMetered(minute(now))) {
            return true;
        }
        turn(now);
        long left = limits.bytesPerDay() - used.bytes();
        long cost = bodyBytes + OVERHEAD_BYTES;
        if (lane != Lane.BACKLOG) {
            return cost <= left;
        }
        long observedMs = monotonicMs - liveSinceMs;
        if (observedMs < RATE_KNOWN_MS) {
            return false;
        }
        double reserve = RESERVE_MARGIN * liveBytes / observedMs * meteredMinutesLeft(minute(now)) * 60_000;
        return cost + reserve <= left;
    }

    /** A request goes. */
    void sent(Lane lane, long bodyBytes, long wallMs, long monotonicMs) {
        if (!exists()) {
            return;
        }
        long cost = bodyBytes + OVERHEAD_BYTES;
        if (lane != Lane.BACKLOG) {
            liveBytes += cost;
        }
        if (monotonicMs - liveSinceMs > RATE_SPAN_MS) {
            liveSinceMs = monotonicMs - RATE_SPAN_MS / 2;
            liveBytes /= 2;
        }
        ZonedDateTime now = at(wallMs);
        if (isMetered(minute(now))) {
            turn(now);
            used = new BudgetMemory.Used(used.epochDay(), used.bytes() + cost);
            memory.write(used);
        }
    }

    /** What was used of the day's budget, bytes; of the day of the last request that was metered. */
    long usedBytes() {
        return used.bytes();
    }

    private void turn(ZonedDateTime now) {
        used = memory.read(); // after a reload it goes on from where the forwarder before it came to
        long day = now.toLocalDate().toEpochDay();
        if (day > used.epochDay()) {
            used = new BudgetMemory.Used(day, 0);
            memory.write(used);
        } else if (day < used.epochDay()) {
            used = new BudgetMemory.Used(day, used.bytes()); // the clock went back: no second budget for that
            memory.write(used);
        }
    }

    private long meteredMinutesLeft(int fromMinute) {
        long count = 0;
        for (int minute = fromMinute; minute < 1440; minute++) {
            count += isMetered(minute) ? 1 : 0;
        }
        return count;
    }

    private boolean isMetered(int minute) {
        return limits.metered().isEmpty() || limits.metered().stream().anyMatch(window -> window.contains(minute));
    }

    private ZonedDateTime at(long wallMs) {
        return Instant.ofEpochMilli(wallMs).atZone(zone);
    }

    private static int minute(ZonedDateTime time) {
        return time.getHour() * 60 + time.getMinute();
    }
}
