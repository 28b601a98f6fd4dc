package dev.holdfast.benchmarks.compare;

import java.util.List;

/**
 * A PromQL query of the benchmark of queries.
 *
 * @param name for the table
 * @param stepMs from one evaluation to the next over all days; 0 for one evaluation at their end
 * @param shiftMs by how much the evaluations miss the full minute, on which stores have prepared answers
 */
record PromQlQuestion(String name, String text, long stepMs, long shiftMs) {
    private static final String CPU = Selections.WINDOWED;
    private static final long MINUTE_MS = 60_000;
    private static final long SHIFT_MS = 13_500;

    static final List<PromQlQuestion> ALL = List.of(
            range("rate, 5 m windows", "rate(" + CPU + "[5m])", 1, 0),
            range("rate, off the minute", "rate(" + CPU + "[5m])", 1, SHIFT_MS),
            range("sum by of that", "sum by(mode) (rate(" + CPU + "[5m]))", 1, 0),
            range("avg, 1 d windows", "avg_over_time(" + CPU + "[1d])", 5, 0),
            range("avg, 1 d windows, off the minute", "avg_over_time(" + CPU + "[1d])", 5, SHIFT_MS),
            range("max, 1 d windows, off the minute", "max_over_time(" + CPU + "[1d])", 5, SHIFT_MS),
            range("quantile, 1 h windows", "quantile_over_time(0.9, " + CPU + "[1h])", 1, 0),
            range("stddev, 6 h windows", "stddev_over_time(" + CPU + "[6h])", 5, 0),
            range("deriv, 6 h windows", "deriv(" + CPU + "[6h])", 5, 0),
            range("max of rates, a subquery", "max_over_time(rate(" + CPU + "[5m])[1h:1m])", 5, 0),
            range("share of all, vectors divided", share(), 1, 0),
            range("sum over all series", "sum(" + Selections.ALL + ")", 5, 0),
            range("topk of all", "topk(5, {__name__=~\"node_.+\"})", 5, 0),
            range("quantile over all series", "quantile(0.9, {__name__=~\"node_.+\"})", 5, 0),
            range("which are absent", "absent(" + Selections.ALL + ")", 1, 0),
            instant("instant: quantile of all days", "quantile_over_time(0.99, " + CPU + "[6d])"),
            instant("instant: all samples of an hour", "count(last_over_time({__name__=~\"node_.+\"}[1h]))"));

    private static String share() {
        String rate = "rate(" + CPU + "[5m])";
        return rate + " / ignoring(mode) group_left() sum without(mode) (" + rate + ")";
    }

    private static PromQlQuestion range(String name, String text, int stepMinutes, long shiftMs) {
        return new PromQlQuestion(name, text, stepMinutes * MINUTE_MS, shiftMs);
    }

    private static PromQlQuestion instant(String name, String text) {
        return new PromQlQuestion(name, text, 0, 0);
    }

    /** In the table. */
    String title() {
        String steps = stepMs == 0 ? "" : ", steps of " + stepMs / MINUTE_MS + " m";
        return name + steps + ": `" + text.replace("|", "\\|") + "`";
    }
}
