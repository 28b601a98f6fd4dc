package dev.holdfast.forwarder.upstream;

/** In which order an upstream takes the samples of a series: a property of the receiver, told by the operator. */
public enum Order {
    /** Only forward in time (Prometheus, Thanos and Mimir as they come): one lane, oldest first. */
    STRICT,
    /** Out of order inside a window (the same with an out-of-order window): newest first, then what the window takes. */
    WINDOW,
    /** Any order and age (VictoriaMetrics, InfluxDB): newest first, then everything else, oldest first. */
    FREE
}
