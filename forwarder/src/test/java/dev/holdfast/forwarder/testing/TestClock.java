package dev.holdfast.forwarder.testing;

import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when it is told to. */
public final class TestClock {
    private final AtomicLong wallMs;
    private final AtomicLong monotonicMs = new AtomicLong(1_000_000);

    /** A clock that stands at a time, milliseconds since the epoch. */
    public TestClock(long wallMs) {
        this.wallMs = new AtomicLong(wallMs);
    }

    /** Wall time. */
    public long wallMs() {
        return wallMs.get();
    }

    /** Monotonic time. */
    public long monotonicMs() {
        return monotonicMs.get();
    }

    /** Lets time pass. */
    public void advance(long ms) {
        wallMs.addAndGet(ms);
        monotonicMs.addAndGet(ms);
    }

    /** Sets the wall clock, as NTP would. */
    public void step(long ms) {
        wallMs.addAndGet(ms);
    }
}
