package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Quoting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Remarks on a query, each once, worded as Prometheus words them. */
final class Annotations {
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> infos = new LinkedHashSet<>();

    /** Remarks when a quantile is no quantile. */
    void checkQuantiles(double[] quantiles, Position position) {
        for (double quantile : quantiles) {
            if (!(quantile >= 0 && quantile <= 1)) {
                warn("quantile value should be between 0 and 1, got " + PromDouble.formatGeneral(quantile), position);
            }
        }
    }

    void badBucketLabel(String value, Position position) {
        warn("bucket label \"le\" is missing or has a malformed value of " + Quoting.quote(value), position);
    }

    void sortInRangeQuery(Position position) {
        warn("sort is ineffective for range queries since results are always ordered by labels", position);
    }

    void possibleNonCounter(String metricName, Position position) {
        info(
                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                        + Quoting.quote(metricName),
                position);
    }

    void forcedMonotonicity(Position position) {
        info(
                "input to histogram_quantile needed to be fixed for monotonicity (see"
                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)",
                position);
    }

    private void warn(String text, Position position) {
        warnings.add("PromQL warning: " + text + " (" + position + ")");
    }

    private void info(String text, Position position) {
        infos.add("PromQL info: " + text + " (" + position + ")");
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    List<String> infos() {
        return List.copyOf(infos);
    }
}
