package dev.holdfast.agent.sampling;

import java.io.IOException;

/** The clocks of the host. One thread, since it reads {@code /proc/uptime} through a shared buffer. */
public final class SystemClock implements Clock {
    private final TextFile uptime;
    private final LineScanner scanner = new LineScanner();
    private long readCount;

    /** The clocks of this host, with {@code /proc} at the given place. */
    public SystemClock(HostFiles files) {
        uptime = files.proc("uptime");
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime(); // CLOCK_MONOTONIC on Linux
    }

    /** From {@code /proc/uptime}, which is CLOCK_BOOTTIME, in steps of 10 ms. */
    @Override
    public long sinceBootMs() {
        try {
            // Every call is a new reading, so that it gets a time of its own.
            if (uptime.read(++readCount) && scanner.reset(uptime).nextLine() && scanner.nextWord()) {
                return Math.round(scanner.number() * 1000);
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }
}
