package dev.holdfast.query;

import java.util.List;

/**
 * Samples over time for each of a set of series.
 *
 * @param series sorted by labels
 */
public record MatrixResult(List<MatrixSeries> series, List<String> warnings, List<String> infos)
        implements QueryResult {
    /** Copies the list. */
    public MatrixResult {
        series = List.copyOf(series);
    }

    @Override
    public String resultType() {
        return "matrix";
    }
}
