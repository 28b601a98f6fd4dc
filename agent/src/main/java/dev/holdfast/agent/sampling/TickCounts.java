package dev.holdfast.agent.sampling;

/** How the ticks of a sampler go. Any thread. */
public interface TickCounts {
    /** Time between ticks, milliseconds. */
    long intervalMs();

    /** Time of the newest tick that the store took, milliseconds since the epoch, or -1. */
    long lastTickMs();

    /** Ticks that the store did not take. */
    long appendFailureCount();
}
