package dev.holdfast.forwarder;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.UpstreamOptions;

/** How long to wait before the next attempt. A pure function of attempts, outcome and a random number. */
final class RetryPolicy {
    /** A {@code Retry-After} beyond this is cut: nobody means a year. */
    static final long RETRY_AFTER_MAX_MS = 3_600_000;

    /** First pause after an answer that only a change of configuration or credentials can turn. */
    static final long DENIED_MIN_MS = 30_000;

    /** What that pause doubles up to. */
    static final long DENIED_MAX_MS = 300_000;

    /** Share of a pause that is left to chance, so that many hosts do not come back in step. */
    private static final double JITTER = 0.18;

    private RetryPolicy() {}

    /**
     * The pause after a failure, milliseconds. Doubles from the minimum to the maximum and is never above it, except that
     * an upstream's own wish is honoured.
     *
     * @param attempts failed attempts in a row, at least 1
     * @param random in [0, 1)
     */
    static long delayMs(int attempts, SendResult.Retry result, UpstreamOptions options, double random) {
        long backoffMs = jittered(doubled(options.minBackoffMs(), options.maxBackoffMs(), attempts), random);
        long askedMs = Math.min(RETRY_AFTER_MAX_MS, result.retryAfterMs());
        return Math.max(backoffMs, askedMs + (long) (askedMs * JITTER * random)); // never earlier than asked
    }

    /**
     * The pause after an answer that is about us rather than the data, milliseconds.
     *
     * @param attempts such answers in a row, at least 1
     * @param random in [0, 1)
     */
    static long deniedDelayMs(int attempts, double random) {
        return jittered(doubled(DENIED_MIN_MS, DENIED_MAX_MS, attempts), random);
    }

    private static long doubled(long minMs, long maxMs, int attempts) {
        int doublings = Math.min(attempts - 1, 40);
        return minMs > maxMs >> doublings ? maxMs : minMs << doublings;
    }

    private static long jittered(long delayMs, double random) {
        return Math.max(1, (long) Math.ceil(delayMs * (1 - JITTER * random)));
    }
}
