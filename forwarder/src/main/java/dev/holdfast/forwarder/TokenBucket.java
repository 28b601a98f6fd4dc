package dev.holdfast.forwarder;

/**
 * A rate with a burst: what may be sent flows in at the rate and is kept up to the burst. What is larger than the burst
 * passes when the bucket is full, and is paid for afterwards. So over any stretch of time no more is sent than the rate
 * gives in it, plus the burst, or plus one thing that is larger than the burst. Time is given; one thread.
 */
final class TokenBucket {
    /** The burst, as time: what flows in during this, milliseconds. */
    static final long BURST_MS = 4_000;

    private final double perMs;
    private final double burst;
    private double level;
    private long atMs;

    /**
     * A bucket that is full.
     *
     * @param perSecond the rate; 0 for none, which lets everything pass
     * @param nowMs monotonic time, milliseconds
     */
    TokenBucket(long perSecond, long nowMs) {
        this.perMs = perSecond / 1e3;
        this.burst = perMs * BURST_MS;
        this.level = burst;
        this.atMs = nowMs;
    }

    /**
     * How long something has to wait, milliseconds, 0 when it may pass.
     *
     * @param keep share of the burst that shall be left behind it, in [0, 1)
     */
    long waitMs(long amount, double keep, long nowMs) {
        if (perMs == 0) {
            return 0;
        }
        flow(nowMs);
        double missing = Math.min(burst, amount + keep * burst) - level;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perMs);
    }

    /** Something passes. */
    void take(long amount, long nowMs) {
        if (perMs > 0) {
            flow(nowMs);
            level -= amount;
        }
    }

    private void flow(long nowMs) {
        level = Math.min(burst, level + Math.max(0, nowMs - atMs) * perMs);
        atMs = Math.max(atMs, nowMs);
    }
}
