package dev.holdfast.forwarder;

import dev.holdfast.forwarder.upstream.Limits;

/**
 * Keeps an upstream's requests, repetitions included, below its limits in bytes and samples a second.
 *
 * <p>Live data has a reserved share: the backlog leaves {@link #RESERVED} of the burst behind, and nothing of it goes while a
 * live request waits. What live data does not use flows on to the backlog. An upstream with one lane has no shares. Time is
 * given; one thread.
 */
final class Throttle {
    /** Share of the burst that the backlog leaves to live data, so that a live request of that size goes at once. */
    static final double RESERVED = 0.3;

    /** How long a live request that waits is waited for, milliseconds, should it never come back. */
    private static final long LIVE_CLAIM_MS = 60_000;

    private final TokenBucket bytes;
    private final TokenBucket samples;
    private long liveUntilMs = Long.MIN_VALUE; // a live request waits until about then, and asks again
    private long liveWaitMs;

    Throttle(Limits limits, long nowMs) {
        bytes = new TokenBucket(limits.bytesPerSecond(), nowMs);
        samples = new TokenBucket(limits.samplesPerSecond(), nowMs);
    }

    /** How long a request has to wait, milliseconds; 0 when it may go now. */
    long waitMs(Lane lane, long bodyBytes, long sampleCount, long nowMs) {
        if (lane == Lane.BACKLOG && nowMs < liveUntilMs) {
            return Math.max(1, liveWaitMs);
        }
        double keep = lane == Lane.BACKLOG ? RESERVED : 0;
        long waitMs = Math.max(bytes.waitMs(bodyBytes, keep, nowMs), samples.waitMs(sampleCount, keep, nowMs));
        if (lane == Lane.LIVE) {
            liveWaitMs = waitMs;
            liveUntilMs = waitMs == 0 ? Long.MIN_VALUE : nowMs + Math.min(LIVE_CLAIM_MS, waitMs) + 1_000;
        }
        return waitMs;
    }

    /** A request goes. */
    void sent(long bodyBytes, long sampleCount, long nowMs) {
        bytes.take(bodyBytes, nowMs);
        samples.take(sampleCount, nowMs);
    }
}
