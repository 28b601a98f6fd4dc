package dev.holdfast.query.random;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up well-typed expressions over the metrics of {@link dev.holdfast.query.differential.DemoData}: the whole language that
 * Prometheus 2.42 knows.
 *
 * <p>The same seed gives the same expressions. What versions of Prometheus do differently is left out; see
 * {@link dev.holdfast.query.differential.VersionDifferences}, which also says how edges are kept off the samples. Values are
 * exact (as stored, or counted) or computed, which means rounded in another order by another engine: what jumps at a
 * rounding, such as {@code floor} and {@code ==}, is only asked of exact ones.
 */
public final class ExpressionGenerator {
    private static final List<String> GAUGES = List.of(
            "demo_memory_usage_bytes",
            "demo_memory_usage_bytes{type=\"free\"}",
            "demo_memory_usage_bytes{type=~\"free|used\"}",
            "demo_disk_usage_bytes",
            "demo_temperature_celsius",
            "demo_num_cpus",
            "demo_intermittent_metric",
            "demo_temperature_celsius{instance!=\"demo:10001\"}",
            "demo_jitter",
            "demo_stale_gauge",
            "demo_stale_gauge{instance!~\".*1|.*2\"}",
            "demo_odd_values",
            "demo_odd_values{kind=\"nan\"}",
            "nonexistent_metric");

    /** Of these no two series have the same value, so that the first few of them are the same everywhere. */
    private static final List<String> DISTINCT =
            List.of("demo_memory_usage_bytes", "demo_disk_usage_bytes", "demo_temperature_celsius", "demo_stale_gauge");

    private static final List<String> COUNTERS = List.of(
            "demo_cpu_usage_seconds_total",
            "demo_cpu_usage_seconds_total{mode=\"user\"}",
            "demo_resets_total",
            "demo_api_request_duration_seconds_bucket{le=\"0.1\"}");

    private static final String BUCKETS = "demo_api_request_duration_seconds_bucket";

    private static final List<String> RANGES = List.of("15s", "30s", "1m", "5m", "12m", "1h");
    private static final List<String> SUBQUERY_RANGES = List.of("35s", "1m", "5m", "12m");
    private static final List<String> LABEL_LISTS = List.of(
            "", "instance", "type", "instance, type", "job", "mode", "nonexistent, instance", "kind", "path, le");
    private static final List<String> CONTINUOUS_OPS = List.of("+", "-", "*", "/");
    private static final List<String> ORDER = List.of("<", ">", "<=", ">=");
    private static final List<String> EQUALITY = List.of("==", "!=");
    private static final List<String> EXACT_OVER_TIME = List.of("min", "max", "count", "last", "present");
    private static final List<String> COMPUTED_OVER_TIME = List.of("avg", "sum", "stddev", "stdvar");
    private static final List<String> CONTINUOUS = List.of("abs", "sqrt", "ln", "log2", "log10", "atan", "deg", "rad");
    private static final List<String> JUMPING = List.of("ceil", "floor", "round", "sgn", "abs");
    private static final List<String> TRIGONOMETRIC =
            List.of("sin", "cos", "tan", "asin", "acos", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp");
    private static final List<String> DATES =
            List.of("days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year");

    private final SplittableRandom random;
    private int subqueries; // around what is being made

    /** A generator for a seed. */
    public ExpressionGenerator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next expression: mostly a vector, sometimes a scalar. */
    public String next() {
        int depth = 1 + random.nextInt(4);
        return switch (random.nextInt(14)) {
            case 0 -> scalar(3);
            case 1, 2, 3 -> exact(depth);
            default -> vector(depth);
        };
    }

    /** A vector, its values exact or computed. */
    private String vector(int depth) {
        if (depth <= 0) {
            return selector();
        }
        return switch (random.nextInt(18)) {
            case 0 -> exact(depth);
            case 1, 2 -> rate();
            case 3 -> pick(COMPUTED_OVER_TIME) + "_over_time(" + range(depth) + ')';
            case 4 -> "quantile_over_time(0." + random.nextInt(100) + ", " + range(depth) + ')';
            case 5, 6 -> aggregation(depth);
            case 7 -> '(' + vector(depth - 1) + ") " + pick(CONTINUOUS_OPS) + ' ' + scalarOperand(depth - 1);
            case 8 -> scalarOperand(depth - 1) + ' ' + pick(CONTINUOUS_OPS) + " (" + vector(depth - 1) + ')';
            case 9 -> vectors(depth);
            case 10 -> set(vector(depth - 1), vector(depth - 1));
            case 11 -> compared(vector(depth - 1), pick(ORDER), depth);
            case 12 -> function(depth);
            case 13 -> '-' + (random.nextBoolean() ? selector() : '(' + vector(depth - 1) + ')');
            case 14 -> histogram(depth);
            case 15 -> labelled(vector(depth - 1));
            case 16 -> trend(depth);
            default -> pick(TRIGONOMETRIC) + "(demo_temperature_celsius" + modifiers() + " / 10)";
        };
    }

    /** A vector whose values are stored ones, or counts. */
    private String exact(int depth) {
        if (depth <= 0) {
            return selector();
        }
        return switch (random.nextInt(15)) {
            case 0, 1 -> pick(EXACT_OVER_TIME) + "_over_time(" + exactRange(depth) + ')';
            case 2 -> pick(List.of("changes", "resets")) + '(' + exactRange(depth) + ')';
            case 3 -> pick(List.of("min", "max", "count", "group")) + grouping() + " (" + exact(depth - 1) + ')';
            case 4 -> top(depth);
            case 5 -> countedValues(depth);
            case 6 -> pick(JUMPING) + '(' + exact(depth - 1) + ')';
            case 7 -> compared(exact(depth - 1), pick(random.nextBoolean() ? EQUALITY : ORDER), depth);
            case 8 -> set(exact(depth - 1), exact(depth - 1));
            case 9 -> "timestamp(" + pick(GAUGES) + offset() + ')';
            case 10 -> pick(DATES) + '(' + (random.nextInt(4) == 0 ? "" : dateOperand()) + ')';
            case 11 -> "absent" + (random.nextBoolean() ? "(" + exact(depth - 1) : "_over_time(" + range(depth)) + ')';
            case 12 -> labelled(exact(depth - 1));
            case 13 -> '(' + selector() + ") % " + pick(List.of("7", "1e6", "-3.5"));
            default -> clamped(exact(depth - 1), depth);
        };
    }

    private String dateOperand() {
        return random.nextBoolean()
                ? "demo_batch_last_success_timestamp_seconds" + modifiers()
                : "vector(time() + " + random.nextInt(2_000_000_000) + ')';
    }

    private String compared(String operand, String op, int depth) {
        String bool = random.nextBoolean() ? " bool" : "";
        return random.nextInt(4) == 0
                ? scalarOperand(depth - 1) + ' ' + op + bool + " (" + operand + ')'
                : '(' + operand + ") " + op + bool + ' ' + scalarOperand(depth - 1);
    }

    private String set(String left, String right) {
        return '(' + left + ") " + pick(List.of("and", "or", "unless")) + matching() + " (" + right + ')';
    }

    private String vectors(int depth) {
        String left = '(' + vector(depth - 1) + ')';
        String op = ' ' + pick(CONTINUOUS_OPS);
        return switch (random.nextInt(8)) {
            case 0 -> left + op + ' ' + left;
            case 1 -> left + op + " on(instance) group_left max by(instance) (" + vector(depth - 1) + ')';
            case 2 -> "sum by(instance) (" + vector(depth - 1) + ')' + op + " on(instance) group_right() " + left;
            case 3 -> left + " * on(instance) group_left(version) demo_build_info";
            case 4 -> "demo_build_info * on(instance) group_right(version, nonexistent) " + left;
            case 5 -> left + op + " ignoring(type, mode, le, path, method, kind) group_left() demo_num_cpus";
            case 6 ->
                left + ' ' + pick(ORDER) + (random.nextBoolean() ? " bool" : "") + matching() + " (" + vector(depth - 1)
                        + ')';
            default -> left + op + matching() + " (" + vector(depth - 1) + ')';
        };
    }

    private String matching() {
        return switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> " on(" + pick(LABEL_LISTS) + ")";
            default -> " ignoring(" + pick(LABEL_LISTS) + ")";
        };
    }

    private String grouping() {
        return switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> " by(" + pick(LABEL_LISTS) + ")";
            default -> " without(" + pick(LABEL_LISTS) + ")";
        };
    }

    private String aggregation(int depth) {
        String operand = vector(depth - 1);
        if (random.nextInt(5) == 0) {
            return "quantile" + grouping() + " (" + quantile(depth) + ", " + operand + ')';
        }
        if (random.nextInt(4) == 0) {
            return pick(List.of("stddev", "stdvar")) + grouping() + " (" + finite() + ')';
        }
        return pick(List.of("sum", "avg", "min", "max")) + grouping() + " (" + operand + ')';
    }

    /** What is neither NaN nor infinite, and not all the same either. */
    private String finite() {
        return switch (random.nextInt(3)) {
            case 0 -> pick(DISTINCT) + modifiers();
            case 1 -> pick(List.of("rate", "increase")) + '(' + pick(COUNTERS) + "[5m]" + modifiers() + ')';
            default -> "avg_over_time(" + pick(DISTINCT) + '[' + pick(RANGES) + ']' + modifiers() + ')';
        };
    }

    private String top(int depth) {
        String k = random.nextInt(3) == 0
                ? "scalar(count(" + pick(DISTINCT) + ")) - " + random.nextInt(4)
                : pick(List.of("1", "2", "3.7", "0", "-1", "100"));
        String operand = pick(DISTINCT) + (depth > 1 ? modifiers() : "");
        return pick(List.of("topk", "bottomk")) + grouping() + " (" + k + ", " + operand + ')';
    }

    private String countedValues(int depth) {
        String operand = pick(List.of(
                "demo_num_cpus",
                "floor(demo_temperature_celsius)",
                "changes(demo_stale_gauge[5m])",
                "demo_odd_values",
                "round(demo_disk_usage_bytes, 1e10)"));
        return "count_values" + (depth > 1 ? grouping() : "") + " (\"" + pick(List.of("value", "instance")) + "\", "
                + operand + ')';
    }

    private String quantile(int depth) {
        return random.nextInt(4) == 0
                ? pick(List.of("-0.1", "1.5", "NaN", "scalar(demo_num_cpus{instance=\"demo:10000\"}) / 5", "1", "0"))
                : "0." + random.nextInt(10) + (depth > 2 ? random.nextInt(10) : "");
    }

    private String rate() {
        String function = pick(List.of("rate", "increase", "irate", "delta", "idelta"));
        return function + '(' + pick(COUNTERS) + '[' + pick(RANGES) + ']' + modifiers() + ')';
    }

    private String trend(int depth) {
        String range = pick(List.of("demo_disk_usage_bytes", "demo_jitter", "demo_memory_usage_bytes"))
                + '['
                + pick(List.of("1m", "5m", "1h"))
                + ']'
                + offset();
        return random.nextBoolean()
                ? "deriv(" + range + ')'
                : "predict_linear(" + range + ", " + pick(List.of("600", "-60", "3600 * " + depth)) + ')';
    }

    private String histogram(int depth) {
        String buckets = switch (random.nextInt(4)) {
            case 0 -> BUCKETS + modifiers();
            case 1 -> "sum by(le" + pick(List.of("", ", instance", ", path")) + ") (rate(" + BUCKETS + "[5m]))";
            case 2 -> "increase(" + BUCKETS + '[' + pick(List.of("1m", "12m")) + "])";
            default -> "rate(" + BUCKETS + '[' + pick(List.of("1m", "5m")) + ']' + modifiers() + ')';
        };
        return "histogram_quantile(" + quantile(depth) + ", " + buckets + ')';
    }

    /** A range of anything. */
    private String range(int depth) {
        if (depth > 1 && random.nextInt(3) == 0) {
            return subquery(false, depth);
        }
        return pick(random.nextInt(4) == 0 ? COUNTERS : GAUGES) + '[' + pick(RANGES) + ']' + modifiers();
    }

    private String exactRange(int depth) {
        if (depth > 1 && random.nextInt(3) == 0) {
            return subquery(true, depth);
        }
        return pick(random.nextInt(4) == 0 ? COUNTERS : GAUGES) + '[' + pick(RANGES) + ']' + modifiers();
    }

    /** One in another is moved by half a second: the steps of the outer one would else lie on the edges of the inner one. */
    private String subquery(boolean exact, int depth) {
        subqueries++;
        String inner = exact ? exact(depth - 2) : vector(depth - 2);
        subqueries--;
        String step = pick(List.of("10s", "30s", "1m", ""));
        String window = '(' + inner + ")[" + pick(SUBQUERY_RANGES) + ':' + step + ']';
        if (random.nextInt(8) == 0) {
            return window + " @ " + pick(List.of("1700004000.5", "start()", "end()"));
        }
        return window + (subqueries > 0 ? " offset " + pick(List.of("500ms", "1m500ms")) : offset());
    }

    private String function(int depth) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> pick(CONTINUOUS) + '(' + vector(depth - 1) + ')';
            case 2 -> clamped(vector(depth - 1), depth);
            case 3 -> "vector(" + scalar(depth - 1) + ')';
            default -> pick(List.of("sort", "sort_desc")) + '(' + vector(depth - 1) + ')';
        };
    }

    private String clamped(String operand, int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> "clamp(" + operand + ", " + scalarOperand(depth - 1) + ", " + scalarOperand(depth - 1) + ')';
            case 1 -> "clamp_min(" + operand + ", " + scalarOperand(depth - 1) + ')';
            default -> "clamp_max(" + operand + ", " + scalarOperand(depth - 1) + ')';
        };
    }

    private String labelled(String operand) {
        return switch (random.nextInt(5)) {
            case 0 -> "label_replace(" + operand + ", \"copy\", \"x-$1\", \"instance\", \"demo:(.*)\")";
            case 1 -> "label_replace(" + operand + ", \"type\", \"$2${1}\", \"instance\", \"(d.)(?P<rest>.*)\")";
            case 2 -> "label_replace(" + operand + ", \"instance\", \"\", \"instance\", \".*2\")";
            case 3 -> "label_join(" + operand + ", \"copy\", \",\", \"instance\", \"nonexistent\", \"type\")";
            default -> "label_join(" + operand + ", \"type\", \"/\", \"type\", \"instance\")";
        };
    }

    private String selector() {
        String name = random.nextInt(3) == 0 ? pick(COUNTERS) : pick(GAUGES);
        return name + modifiers();
    }

    private String modifiers() {
        String at = random.nextInt(8) == 0 ? " @ " + pick(List.of("1700004000.5", "start()", "end()")) : "";
        return random.nextBoolean() ? at + offset() : offset() + at;
    }

    private String offset() {
        return random.nextInt(5) == 0 ? " offset " + pick(List.of("1m", "7m", "-2m", "20s", "1h")) : "";
    }

    private String scalar(int depth) {
        if (depth <= 0) {
            return pick(List.of("1", "2.5", "-3", "1e9", "0", "pi()", "0x1F", "1.5e9", "NaN", "Inf", "-Inf"));
        }
        return switch (random.nextInt(7)) {
            case 0 -> "scalar(" + pick(List.of("sum", "max", "count")) + '(' + vector(depth - 1) + "))";
            case 1 -> "time()";
            case 2 -> '(' + scalar(depth - 1) + ' ' + pick(CONTINUOUS_OPS) + ' ' + scalar(depth - 1) + ')';
            case 3 -> '(' + scalar(0) + ' ' + pick(ORDER) + " bool " + scalar(depth - 1) + ')';
            case 4 -> "-" + scalar(0);
            case 5 ->
                '(' + scalar(0) + pick(List.of(" ^ ", " % ", " atan2 ", " == bool ", " != bool ")) + scalar(0) + ')';
            default -> scalar(0);
        };
    }

    private String scalarOperand(int depth) {
        return random.nextInt(3) == 0 ? scalar(Math.min(depth, 2)) : scalar(0);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
