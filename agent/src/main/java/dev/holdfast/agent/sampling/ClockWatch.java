package dev.holdfast.agent.sampling;

/**
 * Notices when the wall clock was set and when the host was suspended.
 *
 * <p>Wall time less monotonic time is constant but for two things: a step of the wall clock, and a suspension, during
 * which the monotonic clock stands still. Time since boot goes on during a suspension and knows nothing of steps, so that
 * it tells the two apart; it is asked only when there is something to tell. Where the system does not have it, a jump
 * forward counts as a suspension.
 *
 * <p>A step is compared with the last one that was noticed, not with the last look, so that many small steps in one
 * direction are noticed too once they add up.
 */
final class ClockWatch {
    /** What is noticed, milliseconds. Less than this is a look at two clocks with a pause between them. */
    static final long THRESHOLD_MS = 100;

    private static final long NANOS_PER_MS = 1_000_000;
    // A look that took longer than this says nothing about the clocks; it is repeated a few times.
    private static final long LONGEST_LOOK_NANOS = 2_000_000;
    private static final int MAX_LOOKS = 5;

    private final Clock clock;
    private long wallMs;
    private long wallLessMonotonicMs;
    private long bootLessMonotonicMs;
    private boolean bootKnown;
    private long baseMs;
    private long suspendedMs;
    private long steppedMs;

    ClockWatch(Clock clock) {
        this.clock = clock;
        look();
        baseMs = wallLessMonotonicMs;
        rememberBoot();
    }

    /** Looks at the clocks; the time it is, and what has happened since the last look. */
    void observe() {
        look();
        suspendedMs = 0;
        steppedMs = 0;
        long driftMs = wallLessMonotonicMs - baseMs;
        if (Math.abs(driftMs) < THRESHOLD_MS) {
            return;
        }
        baseMs = wallLessMonotonicMs;
        if (bootKnown) {
            long before = bootLessMonotonicMs;
            rememberBoot();
            suspendedMs = bootKnown ? bootLessMonotonicMs - before : Math.max(0, driftMs);
        } else {
            suspendedMs = Math.max(0, driftMs);
        }
        if (suspendedMs < THRESHOLD_MS) {
            suspendedMs = 0;
        }
        steppedMs = driftMs - suspendedMs;
        if (Math.abs(steppedMs) < THRESHOLD_MS) {
            steppedMs = 0;
        }
    }

    private void look() {
        for (int i = 0; i < MAX_LOOKS; i++) {
            long before = clock.monotonicNanos();
            wallMs = clock.wallMs();
            long after = clock.monotonicNanos();
            wallLessMonotonicMs = wallMs - after / NANOS_PER_MS;
            if (after - before <= LONGEST_LOOK_NANOS) {
                return;
            }
        }
    }

    private void rememberBoot() {
        long bootMs = clock.sinceBootMs();
        bootKnown = bootMs != Clock.UNKNOWN;
        bootLessMonotonicMs = bootMs - clock.monotonicNanos() / NANOS_PER_MS;
    }

    /** Wall time at the last look, milliseconds since the epoch. */
    long wallMs() {
        return wallMs;
    }

    /** How long the host was suspended before the last look, milliseconds; 0 when it was not. */
    long suspendedMs() {
        return suspendedMs;
    }

    /** By how much the wall clock was set forward before the last look, milliseconds; negative for back, 0 for not. */
    long steppedMs() {
        return steppedMs;
    }
}
