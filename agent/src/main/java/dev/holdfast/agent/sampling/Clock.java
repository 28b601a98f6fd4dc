package dev.holdfast.agent.sampling;

/** What the sampler knows of time. Injected, so that a test can hold it, step it and put the host to sleep. */
public interface Clock {
    /** What {@link #sinceBootMs} gives where the system does not say. */
    long UNKNOWN = -1;

    /** Wall time, milliseconds since the epoch; may be set forward and back. */
    long wallMs();

    /** Nanoseconds since some moment; never goes back, and stands still while the host is suspended. */
    long monotonicNanos();

    /** Milliseconds since boot, those of suspension included, or {@link #UNKNOWN}. */
    long sinceBootMs();
}
