package dev.holdfast.query.random;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up well-typed expressions over a few metrics of {@link dev.holdfast.query.differential.DemoData}.
 *
 * <p>The same seed gives the same expressions. What versions of Prometheus do differently is left out.
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
            "nonexistent_metric");

    private static final List<String> COUNTERS = List.of(
            "demo_cpu_usage_seconds_total",
            "demo_cpu_usage_seconds_total{mode=\"user\"}",
            "demo_api_request_duration_seconds_bucket{le=\"0.1\"}");

    private static final List<String> RANGES = List.of("30s", "1m", "5m", "12m", "1h");
    private static final List<String> LABEL_LISTS = List.of("", "instance", "type", "instance, type", "job", "mode");
    private static final List<String> CONTINUOUS_OPS = List.of("+", "-", "*", "/");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", ">", "<=", ">=");

    private final SplittableRandom random;
    private boolean inSubquery;

    /** A generator for a seed. */
    public ExpressionGenerator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next expression: mostly a vector, sometimes a scalar. */
    public String next() {
        return random.nextInt(12) == 0 ? scalar(3) : vector(1 + random.nextInt(4));
    }

    private String vector(int depth) {
        if (depth <= 0) {
            return selector();
        }
        return switch (random.nextInt(12)) {
            case 0 -> selector();
            case 1, 2 -> overTime(depth);
            case 3, 4 -> aggregation(depth);
            case 5 -> vector(depth - 1) + ' ' + pick(CONTINUOUS_OPS) + ' ' + scalarOperand(depth - 1);
            case 6 -> vectors(depth);
            case 7 ->
                '(' + vector(depth - 1) + ") " + pick(List.of("and", "or", "unless")) + matching() + " ("
                        + vector(depth - 1) + ')';
            case 8 -> comparison(depth);
            case 9 -> function(depth);
            case 10 -> "-(" + vector(depth - 1) + ')';
            default -> subquery(depth);
        };
    }

    private String comparison(int depth) {
        String bool = random.nextBoolean() ? " bool" : "";
        return '(' + vector(depth - 1) + ") " + pick(COMPARISONS) + bool + ' ' + scalarOperand(depth - 1);
    }

    private String vectors(int depth) {
        String left = '(' + vector(depth - 1) + ')';
        String op = ' ' + pick(CONTINUOUS_OPS);
        return switch (random.nextInt(4)) {
            case 0 -> left + op + ' ' + left;
            case 1 -> left + op + " on(instance) group_left max by(instance) (" + vector(depth - 1) + ')';
            case 2 -> "sum by(instance) (" + vector(depth - 1) + ')' + op + " on(instance) group_right() " + left;
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

    private String aggregation(int depth) {
        String grouping = switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> " by(" + pick(LABEL_LISTS) + ")";
            default -> " without(" + pick(LABEL_LISTS) + ")";
        };
        String operand = vector(depth - 1);
        return switch (random.nextInt(4)) {
            case 0 -> "quantile" + grouping + " (0." + random.nextInt(10) + ", " + operand + ')';
            case 1 ->
                "topk" + grouping + " (2, " + pick(List.of("demo_memory_usage_bytes", "demo_disk_usage_bytes")) + ')';
            default -> pick(List.of("sum", "avg", "min", "max", "count", "group")) + grouping + " (" + operand + ')';
        };
    }

    private String overTime(int depth) {
        if (random.nextBoolean()) {
            String function = pick(List.of("rate", "increase", "irate", "resets", "delta", "changes"));
            return function + '(' + pick(COUNTERS) + '[' + pick(RANGES) + ']' + modifiers() + ')';
        }
        String range = pick(GAUGES) + '[' + pick(RANGES) + ']' + modifiers();
        return rangeCall(range, depth);
    }

    /** Not one in another: the steps of the outer one would lie on the edges of the inner one. */
    private String subquery(int depth) {
        if (inSubquery) {
            return overTime(depth);
        }
        inSubquery = true;
        String inner = vector(depth - 1);
        inSubquery = false;
        String step = pick(List.of("10s", "30s", "1m", ""));
        return rangeCall('(' + inner + ")[" + pick(RANGES) + ':' + step + ']' + modifiers(), depth);
    }

    private String rangeCall(String range, int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "quantile_over_time(0." + random.nextInt(10) + ", " + range + ')';
            case 1 -> "last_over_time(" + range + ')';
            case 2 -> depth > 2 ? "absent_over_time(" + range + ')' : "present_over_time(" + range + ')';
            default -> pick(List.of("avg", "sum", "min", "max", "count")) + "_over_time(" + range + ')';
        };
    }

    private String function(int depth) {
        String operand = vector(depth - 1);
        return switch (random.nextInt(7)) {
            case 0 -> pick(List.of("abs", "sqrt", "ln", "log2", "log10", "atan", "sgn", "deg")) + '(' + operand + ')';
            case 1 -> "clamp(" + operand + ", " + scalarOperand(depth - 1) + ", " + scalarOperand(depth - 1) + ')';
            case 2 -> "label_replace(" + operand + ", \"copy\", \"x-$1\", \"instance\", \"demo:(.*)\")";
            case 3 -> "vector(" + scalar(depth - 1) + ')';
            case 4 -> "absent(" + operand + ')';
            case 5 -> "timestamp(" + pick(GAUGES) + ')';
            default -> "label_join(" + operand + ", \"type\", \"/\", \"type\", \"instance\")";
        };
    }

    private String selector() {
        String name = random.nextInt(3) == 0 ? pick(COUNTERS) : pick(GAUGES);
        return name + modifiers();
    }

    private String modifiers() {
        String offset = random.nextInt(5) == 0 ? " offset " + pick(List.of("1m", "7m", "-2m")) : "";
        String at = random.nextInt(8) == 0 ? " @ " + pick(List.of("1700004000.5", "start()", "end()")) : "";
        return at + offset;
    }

    private String scalar(int depth) {
        if (depth <= 0) {
            return pick(List.of("1", "2.5", "-3", "1e9", "0", "pi()"));
        }
        return switch (random.nextInt(5)) {
            case 0 -> "scalar(" + pick(List.of("sum", "max", "count")) + '(' + vector(depth - 1) + "))";
            case 1 -> "time()";
            case 2 -> '(' + scalar(depth - 1) + ' ' + pick(CONTINUOUS_OPS) + ' ' + scalar(depth - 1) + ')';
            case 3 -> '(' + scalar(depth - 1) + ' ' + pick(COMPARISONS) + " bool " + scalar(depth - 1) + ')';
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
