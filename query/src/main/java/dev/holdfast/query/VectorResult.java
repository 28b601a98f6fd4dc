package dev.holdfast.query;

import java.util.List;

/**
 * A value for each of a set of series.
 *
 * @param timestampMs the evaluation time
 * @param samples in the order that {@code sort}, {@code topk} and the like ask for; else that of the evaluation
 */
public record VectorResult(long timestampMs, List<VectorSample> samples, List<String> warnings, List<String> infos)
        implements QueryResult {
    /** Copies the list. */
    public VectorResult {
        samples = List.copyOf(samples);
    }

    @Override
    public String resultType() {
        return "vector";
    }
}
