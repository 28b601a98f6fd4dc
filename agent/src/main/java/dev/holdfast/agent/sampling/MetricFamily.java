package dev.holdfast.agent.sampling;

/**
 * What is known of all series of one metric name.
 *
 * @param name the metric name, for a counter with its suffix
 * @param type what the values mean
 * @param unit the base unit that the name ends with ({@code seconds}, {@code bytes}), or empty
 * @param help one sentence, or empty
 */
public record MetricFamily(String name, MetricType type, String unit, String help) {
    /** How the name of a counter ends. */
    public static final String COUNTER_SUFFIX = "_total";
}
