package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;

/** How long to wait before the next attempt. A pure function of spacing, outcome and a random number. */
final class RetryPolicy {
    /** A {@code Retry-After} beyond this is cut: nobody means a year. */
    static final long RETRY_AFTER_MAX_MS = 3_600_000;

    /** What is added to a {@code Retry-After} at random is as much again, but not more than this. */
    static final long RETRY_AFTER_SPREAD_MS = 300_000;

    /** First pause after an answer that only a change of configuration or credentials can turn. */
    static final long DENIED_MIN_MS = 30_000;

    /** What that pause doubles up to. */
    static final long DENIED_MAX_MS = 300_000;

    /**
     * Share of a pause that is left to chance, so that many hosts do not come back in step. No larger, so that a pause is
     * never much shorter than the one before.
     */
    private static final double JITTER = 0.18;

    private RetryPolicy() {}

    /**
     * The pause after a failure, milliseconds: at least 1, and never above the gap, except that an upstream's own wish is
     * honoured. All who were told the same time to wait are spread over as much time again.
     *
     * @param spacing after the failure
     * @param random in [0, 1)
     */
    static long delayMs(Spacing spacing, SendResult.Retry result, double random) {
        long askedMs = Math.min(RETRY_AFTER_MAX_MS, result.retryAfterMs());
        long spreadMs = (long) (Math.min(RETRY_AFTER_SPREAD_MS, askedMs) * random);
        return Math.max(jittered(spacing.gapMs(), random), askedMs + spreadMs); // never earlier than asked
    }

    /** The pause after a success, milliseconds; 0 where none is kept. */
    static long pauseMs(Spacing spacing, double random) {
        return spacing.gapMs() == 0 ? 0 : jittered(spacing.gapMs(), random);
    }

    /**
     * The pause after an answer that is about us rather than the data, milliseconds.
     *
     * @param attempts such answers in a row, at least 1
     * @param random in [0, 1)
     */
    static long deniedDelayMs(int attempts, double random) {
        int doublings = Math.min(attempts - 1, 40);
        long delayMs = DENIED_MIN_MS > DENIED_MAX_MS >> doublings ? DENIED_MAX_MS : DENIED_MIN_MS << doublings;
        return jittered((double) delayMs, random);
    }

    private static long jittered(double delayMs, double random) {
        return Math.max(1, (long) Math.ceil(delayMs * (1 - JITTER * random)));
    }
}
