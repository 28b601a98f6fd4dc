package dev.holdfast.agent.daemon;

import java.util.Map;

/**
 * How old a sample that an upstream does not have may become before the agent is not ready. Immutable.
 *
 * @param maxUndeliveredAgeMs by the upstream's name, milliseconds; 0 for any age
 */
public record ReadinessLimits(Map<String, Long> maxUndeliveredAgeMs) {
    /** Whatever the age. */
    public static final ReadinessLimits NONE = new ReadinessLimits(Map.of());

    // What an upstream is no longer given for its age is settled, and would be so just before it is too old for
    // readiness.
    private static final double OF_MAX_AGE = 0.9;

    /** Copies the map. */
    public ReadinessLimits {
        maxUndeliveredAgeMs = Map.copyOf(maxUndeliveredAgeMs);
    }

    /** The limit of an upstream, milliseconds; 0 for none. */
    public long of(String upstream) {
        return maxUndeliveredAgeMs.getOrDefault(upstream, 0L);
    }

    /**
     * The limit that there is in effect: one that the upstream's {@code max_age} would always be ahead of could never turn
     * anything red, while all that is collected is skipped.
     *
     * @param maxUndeliveredAgeMs as configured, milliseconds; 0 for any age
     * @param maxAgeMs what is older is not sent, milliseconds; 0 for no bound
     */
    public static long effectiveMs(long maxUndeliveredAgeMs, long maxAgeMs) {
        return maxUndeliveredAgeMs == 0 || maxAgeMs == 0
                ? maxUndeliveredAgeMs
                : Math.min(maxUndeliveredAgeMs, (long) (maxAgeMs * OF_MAX_AGE));
    }
}
