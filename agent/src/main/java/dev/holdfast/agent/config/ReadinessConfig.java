package dev.holdfast.agent.config;

/**
 * When the agent says that it is not ready.
 *
 * @param maxUndeliveredAgeMs while a sample that is to be sent is older, milliseconds; 0 for never. An upstream may have its own
 */
public record ReadinessConfig(long maxUndeliveredAgeMs) {
    /** Where nothing is configured. */
    public static final long DEFAULT_MAX_UNDELIVERED_AGE_MS = 15 * 60_000L;
}
