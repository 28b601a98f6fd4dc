package dev.holdfast.agent.config;

import java.util.List;

/**
 * How much an upstream may be sent.
 *
 * @param bytesPerSecond of request bodies, compressed; 0 for no bound
 * @param samplesPerSecond 0 for no bound
 * @param bytesPerDay of request bodies in the metered windows of a day; 0 for no bound
 * @param metered when bytes count against the day's; all day when empty
 */
public record LimitConfig(long bytesPerSecond, long samplesPerSecond, long bytesPerDay, List<Window> metered) {
    /** No bounds. */
    public static final LimitConfig NONE = new LimitConfig(0, 0, 0, List.of());

    /** Copies the windows. */
    public LimitConfig {
        metered = List.copyOf(metered);
    }

    /**
     * A part of each day, in the host's time zone.
     *
     * @param fromMinute first minute of the day, in [0, 1440)
     * @param toMinute first minute after, in (0, 1440]; smaller than {@code fromMinute} when the window spans midnight
     */
    public record Window(int fromMinute, int toMinute) {}
}
