package dev.holdfast.forwarder.upstream;

import java.util.List;

/**
 * How much an upstream may be sent. Immutable; any thread.
 *
 * @param bytesPerSecond of request bodies as they go over the line, averaged over a few seconds; 0 for no bound
 * @param samplesPerSecond averaged over a few seconds; 0 for no bound
 * @param bytesPerDay of request bodies inside the metered windows of a day; 0 for no bound. What is over it waits
 * @param metered when bytes count against the day's budget; all day when empty
 */
public record Limits(long bytesPerSecond, long samplesPerSecond, long bytesPerDay, List<Window> metered) {
    /** No bounds. */
    public static final Limits NONE = new Limits(0, 0, 0, List.of());

    /**
     * A part of each day, in the host's time zone.
     *
     * @param fromMinute first minute of the day, in [0, 1440)
     * @param toMinute first minute after, in (0, 1440]; before {@code fromMinute} when the window spans midnight
     */
    public record Window(int fromMinute, int toMinute) {
        /** Checks the ranges. */
        public Window {
            if (fromMinute < 0 || fromMinute >= 1440 || toMinute <= 0 || toMinute > 1440 || fromMinute == toMinute) {
                throw new IllegalArgumentException(
                        "not a part of a day: fromMinute=" + fromMinute + " toMinute=" + toMinute);
            }
        }

        /** Whether a minute of the day is inside. */
        public boolean contains(int minute) {
            return fromMinute < toMinute
                    ? minute >= fromMinute && minute < toMinute
                    : minute >= fromMinute || minute < toMinute;
        }
    }

    /** Copies the windows and checks the ranges. */
    public Limits {
        metered = List.copyOf(metered);
        if (bytesPerSecond < 0 || samplesPerSecond < 0 || bytesPerDay < 0) {
            throw new IllegalArgumentException("out of range: bytesPerSecond=" + bytesPerSecond + " samplesPerSecond="
                    + samplesPerSecond + " bytesPerDay=" + bytesPerDay);
        }
    }
}
