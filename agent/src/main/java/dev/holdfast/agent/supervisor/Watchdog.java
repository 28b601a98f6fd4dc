package dev.holdfast.agent.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager that work goes on, so that it restarts an agent in which none does: one that hangs, or lost the thread
 * that works, while all others live. That holds only if nobody but the work itself calls {@link #progress}.
 *
 * <p>{@link #progress} is for one thread, takes some microseconds at most four times in what the manager waits, else a look at
 * the clock, and allocates nothing. {@link #expectEvery} is for any.
 */
public final class Watchdog {
    private static final byte[] ALIVE = "WATCHDOG=1".getBytes(US_ASCII);
    private static final long OFF = Long.MAX_VALUE;

    /** Work that comes less often than three times in what the manager waits asks it to wait longer: so many times, and the slack. */
    private static final int PATIENCE = 3;

    private static final long SLACK_USEC = 10_000_000;

    private final NotifyChannel channel;
    private final long configuredUsec;
    private final LongSupplier monotonicNanos;
    private long inForceUsec; // guarded by this
    private volatile long everyNanos;
    private long lastNanos; // the thread that works
    private boolean told; // likewise

    /**
     * A watchdog that was told nothing yet.
     *
     * @param configuredUsec how long the manager waits, microseconds; 0 for ever
     */
    Watchdog(NotifyChannel channel, long configuredUsec, LongSupplier monotonicNanos) {
        this.channel = channel;
        this.configuredUsec = configuredUsec;
        this.monotonicNanos = monotonicNanos;
        this.inForceUsec = configuredUsec;
        this.everyNanos = everyNanos(configuredUsec);
    }

    /**
     * How long the manager waits for this process, microseconds; 0 when it does not. As sd_watchdog_enabled(3): WATCHDOG_USEC
     * counts when WATCHDOG_PID is this process, or is not there.
     */
    static long configuredUsec(Map<String, String> environment, long pid) {
        long usec = number(environment.get("WATCHDOG_USEC"));
        String owner = environment.get("WATCHDOG_PID");
        return usec <= 0 || (owner != null && number(owner) != pid) ? 0 : usec;
    }

    /** What is no number, or more than any, is none. */
    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long everyNanos(long usec) {
        return usec == 0 || usec > OFF / 1_000 ? OFF : usec * 1_000 / 4;
    }

    /** What the manager must wait when there is progress at this interval, and waits as it was configured if that is enough. */
    static long neededUsec(long configuredUsec, long intervalMs) {
        long intervalUsec = intervalMs * 1_000;
        return configuredUsec == 0 || intervalUsec <= configuredUsec / PATIENCE
                ? configuredUsec
                : PATIENCE * intervalUsec + SLACK_USEC;
    }

    /** Whether a manager waits. */
    public boolean isOn() {
        return configuredUsec > 0;
    }

    /**
     * Says how often to expect progress. A manager that waits too short a time for that is asked to wait longer, from now on: so call
     * this before the work becomes rarer, and after it has become more frequent.
     */
    public synchronized void expectEvery(long intervalMs) {
        long usec = neededUsec(configuredUsec, intervalMs);
        if (usec == inForceUsec) {
            return;
        }
        byte[] message = ("WATCHDOG_USEC=" + usec).getBytes(US_ASCII);
        if (Patience.send(channel, message) == NotifyChannel.SENT) {
            inForceUsec = usec;
            everyNanos = everyNanos(usec);
        }
    }

    /** Something was done that the agent is there for. */
    public void progress() {
        long every = everyNanos;
        if (every == OFF) {
            return;
        }
        long nowNanos = monotonicNanos.getAsLong();
        if (told && nowNanos - lastNanos < every) {
            return;
        }
        // What was not taken is tried again with the next progress.
        if (channel.send(ALIVE, ALIVE.length) == NotifyChannel.SENT) {
            told = true;
            lastNanos = nowNanos;
        }
    }
}
