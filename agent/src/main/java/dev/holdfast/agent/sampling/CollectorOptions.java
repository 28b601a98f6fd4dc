package dev.holdfast.agent.sampling;

/**
 * How one collector runs.
 *
 * @param enabled whether it runs at all
 * @param intervalMs how often, milliseconds; 0 is every tick, and an interval that is no multiple of the sampling
 *     interval is met at the first tick after it
 */
public record CollectorOptions(boolean enabled, long intervalMs) {
    /** Checks the range. */
    public CollectorOptions {
        if (intervalMs < 0) {
            throw new IllegalArgumentException("out of range: intervalMs=" + intervalMs);
        }
    }
}
