package dev.holdfast.agent.sampling;

/** A clock that moves when it is told to. */
final class ManualClock implements Clock {
    private long wallMs;
    private long monotonicMs = 5_000;
    private long bootMs = 7_000;
    private boolean bootKnown = true;

    ManualClock(long wallMs) {
        this.wallMs = wallMs;
    }

    /** Time goes by. */
    void advance(long ms) {
        wallMs += ms;
        monotonicMs += ms;
        bootMs += ms;
    }

    /** The host sleeps. */
    void suspend(long ms) {
        wallMs += ms;
        bootMs += ms;
    }

    /** Someone sets the clock. */
    void step(long ms) {
        wallMs += ms;
    }

    void forgetBoot() {
        bootKnown = false;
    }

    @Override
    public long wallMs() {
        return wallMs;
    }

    @Override
    public long monotonicNanos() {
        return monotonicMs * 1_000_000;
    }

    @Override
    public long sinceBootMs() {
        return bootKnown ? bootMs : UNKNOWN;
    }
}
