package dev.holdfast.forwarder.otlp;

import dev.holdfast.storage.Labels;

/**
 * What stored series are called on the wire. Two series that differ are called differently. One thread.
 */
interface Names {
    /** The schema that the names are of, as a URL; empty for none. */
    String schemaUrl();

    /** The metric that a series belongs to. */
    Metric metric(Labels series);

    /** Adds what tells a series from the others of its metric: its labels, but for the name and what the resource says. */
    void attributes(Labels series, Attributes out);
}
