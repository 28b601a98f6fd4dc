package dev.holdfast.agent.openmetrics;

import java.util.Locale;

/** The dialects of the text format. They differ where it hurts: the unit of a timestamp. */
public enum TextFormat {
    /** Told from the beginning of the input, see {@link FormatDetector}. */
    AUTO,
    /** OpenMetrics 1.0: timestamps in seconds, ends with {@code # EOF}. */
    OPENMETRICS,
    /** Prometheus text 0.0.4: timestamps in whole milliseconds, ends with the input. */
    PROMETHEUS;

    /**
     * The format of a name as the command line takes it.
     *
     * @throws IllegalArgumentException naming the choices
     */
    public static TextFormat of(String name) {
        for (TextFormat format : values()) {
            if (format.toString().equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException("unknown format '" + name + "'; use auto, openmetrics or prometheus");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
