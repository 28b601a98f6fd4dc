package dev.holdfast.forwarder.otlp;

/**
 * What the points of one {@code Metric} message have in common.
 *
 * @param name on the wire
 * @param unit as UCUM writes it, or empty
 * @param description one sentence, or empty
 * @param form what the values mean
 */
record Metric(String name, String unit, String description, Form form) {
    /** The kinds of points that a stored sample can become. */
    enum Form {
        /** A value that goes up and down, and that it makes no sense to add up. */
        GAUGE,
        /** A value that goes up and down, and that can be added up over its attributes: a sum that is not monotonic. */
        AMOUNT,
        /** A value that only grows, except when it begins anew: a monotonic sum. */
        COUNTER
    }
}
