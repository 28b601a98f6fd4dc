package dev.holdfast.query;

import dev.holdfast.storage.Labels;

/**
 * One series of a vector and its value.
 *
 * @param timestampMs the evaluation time
 */
public record VectorSample(Labels labels, long timestampMs, double value) {}
