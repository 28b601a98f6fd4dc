package dev.holdfast.agent.sampling;

import java.util.Locale;

/** What the values of a family mean. */
public enum MetricType {
    /** Rises, or begins again at zero. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /** Not said. */
    UNKNOWN;

    /** The word that OpenMetrics has for it. */
    public String openMetricsName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
