package dev.holdfast.query.engine;

import dev.holdfast.query.PromDouble;
import dev.holdfast.query.ast.AggregateExpr;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Position;
import dev.holdfast.query.ast.Quoting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Remarks on a query, worded as Prometheus words them.
 *
 * <p>Each text comes once, whatever the number of places that give rise to it; as there, the last place is shown.
 */
final class Annotations {
    private final Map<String, Position> warnings = new LinkedHashMap<>();
    private final Map<String, Position> infos = new LinkedHashMap<>();
    private final Map<Position, ForcedMonotonicity> forced = new LinkedHashMap<>();

    /** Remarks when a quantile is no quantile. */
    void checkQuantile(double quantile, Position position) {
        if (!(quantile >= 0 && quantile <= 1)) {
            warn("quantile value should be between 0 and 1, got " + PromDouble.formatGeneral(quantile), position);
        }
    }

    /** Remarks on each quantile that is none. */
    void checkQuantiles(double[] quantiles, Position position) {
        for (double quantile : quantiles) {
            checkQuantile(quantile, position);
        }
    }

    /** Remarks on what is no quantile, on the largest and on the smallest that is out of bounds. */
    void checkQuantileBounds(double[] quantiles, Position position) {
        double max = 1;
        double min = 0;
        for (double quantile : quantiles) {
            if (Double.isNaN(quantile)) {
                checkQuantile(quantile, position);
            } else {
                max = Math.max(max, quantile);
                min = Math.min(min, quantile);
            }
        }
        checkQuantile(max, position);
        checkQuantile(min, position);
    }

    void badRatio(double ratio, double cap, AggregateExpr expr) {
        warn(
                "ratio value should be between -1 and 1, got " + PromDouble.formatGeneral(ratio) + ", capping to "
                        + PromDouble.formatGeneral(cap),
                Objects.requireNonNull(expr.parameter()).position());
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

    void floatsInTrim(String operator, Expr expr) {
        info(
                "incompatible sample types encountered for binary operator " + Quoting.quote(operator) + ": float "
                        + operator + " float",
                expr.position());
    }

    /** Remarks that the counts of a histogram had to be lifted. */
    void forcedMonotonicity(Position position, long timeMs, Buckets.Lift lift) {
        forced.computeIfAbsent(position, key -> new ForcedMonotonicity()).add(timeMs, lift);
    }

    private void warn(String text, Position position) {
        warnings.put("PromQL warning: " + text, position);
    }

    private void info(String text, Position position) {
        infos.put("PromQL info: " + text, position);
    }

    List<String> warnings() {
        return texts(warnings);
    }

    List<String> infos() {
        if (!forced.isEmpty()) {
            ForcedMonotonicity all = new ForcedMonotonicity();
            Position last = Position.START;
            for (Map.Entry<Position, ForcedMonotonicity> entry : forced.entrySet()) {
                all.add(entry.getValue());
                last = entry.getKey();
            }
            info(all.text(), last);
            forced.clear();
        }
        return texts(infos);
    }

    private static List<String> texts(Map<String, Position> remarks) {
        return remarks.entrySet().stream()
                .map(remark -> remark.getKey() + " (" + remark.getValue() + ")")
                .toList();
    }
}
