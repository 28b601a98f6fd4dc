package dev.holdfast.query.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Templates with placeholders, expanded: each kind of selector, operator and function with many arguments. */
public final class ComplianceQueries {
    private static final Map<String, List<String>> VARIANTS = new LinkedHashMap<>();

    static {
        VARIANTS.put("range", List.of("1s", "15s", "1m", "5m", "15m", "1h"));
        VARIANTS.put("offset", List.of("1m", "5m", "10m"));
        VARIANTS.put("aggr", List.of("sum", "avg", "max", "min", "count", "stddev", "stdvar"));
        VARIANTS.put("overTime", List.of("sum", "avg", "max", "min", "count", "stddev", "stdvar", "absent", "last"));
        VARIANTS.put("topBottom", List.of("topk", "bottomk"));
        VARIANTS.put("quantile", List.of("-0.5", "0.1", "0.5", "0.75", "0.95", "0.90", "0.99", "1", "1.5"));
        VARIANTS.put("arith", List.of("+", "-", "*", "/", "%", "^"));
        VARIANTS.put("comp", List.of("==", "!=", "<", ">", "<=", ">="));
        VARIANTS.put("binOp", List.of("+", "-", "*", "/", "%", "^", "==", "!=", "<", ">", "<=", ">="));
        VARIANTS.put("math", List.of("abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "round"));
        VARIANTS.put(
                "trig",
                List.of(
                        "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
                        "deg", "rad", "sgn"));
        VARIANTS.put("rate", List.of("delta", "rate", "increase"));
        VARIANTS.put("clamp", List.of("clamp_min", "clamp_max"));
        VARIANTS.put("instantRate", List.of("idelta", "irate"));
        VARIANTS.put(
                "date", List.of("day_of_month", "day_of_week", "days_in_month", "hour", "minute", "month", "year"));
    }

    private static final List<String> TEMPLATES = List.of(
            // literals
            "42",
            "1.234",
            ".123",
            "1.23e-3",
            "0x3d",
            "Inf",
            "+Inf",
            "-Inf",
            "NaN",
            // selectors
            "demo_memory_usage_bytes",
            "{__name__=\"demo_memory_usage_bytes\"}",
            "demo_memory_usage_bytes{type=\"free\"}",
            "demo_memory_usage_bytes{type!=\"free\"}",
            "demo_memory_usage_bytes{instance=~\"demo:.*\"}",
            "demo_memory_usage_bytes{instance=~\"host\"}",
            "demo_memory_usage_bytes{instance!~\".*:10000\"}",
            "demo_memory_usage_bytes{type=\"free\", instance!=\"demo:10000\"}",
            "{type=\"free\", instance!=\"demo:10000\"}",
            "{__name__=~\".*\", instance=\"demo:10001\"}",
            "nonexistent_metric_name",
            "demo_intermittent_metric",
            "demo_memory_usage_bytes offset {{offset}}",
            "demo_memory_usage_bytes offset -{{offset}}",
            "demo_intermittent_metric offset {{offset}}",
            // aggregations
            "{{aggr}}(demo_memory_usage_bytes)",
            "{{aggr}}(nonexistent_metric_name)",
            "{{aggr}} by() (demo_memory_usage_bytes)",
            "{{aggr}} by(instance) (demo_memory_usage_bytes)",
            "{{aggr}} by(instance, type) (demo_memory_usage_bytes)",
            "{{aggr}} by(nonexistent) (demo_memory_usage_bytes)",
            "{{aggr}} without() (demo_memory_usage_bytes)",
            "{{aggr}} without(instance) (demo_memory_usage_bytes)",
            "{{aggr}} without(instance, type) (demo_memory_usage_bytes)",
            "{{aggr}} without(nonexistent) (demo_memory_usage_bytes)",
            "{{topBottom}} (3, demo_memory_usage_bytes)",
            "{{topBottom}} by(instance) (2, demo_memory_usage_bytes)",
            "{{topBottom}} without(instance) (2, demo_memory_usage_bytes)",
            "quantile({{quantile}}, demo_memory_usage_bytes)",
            "quantile by(type) ({{quantile}}, demo_memory_usage_bytes)",
            "avg(max by(type) (demo_memory_usage_bytes))",
            "group by(type) (demo_memory_usage_bytes)",
            "count_values(\"value\", demo_num_cpus)",
            "count_values without(job) (\"value\", round(demo_temperature_celsius))",
            // operators
            "1 * 2 + 4 / 6 - 10 % 2 ^ 2",
            "demo_num_cpus + (1 {{comp}} bool 2)",
            "demo_memory_usage_bytes {{binOp}} 1.2345e9",
            "demo_memory_usage_bytes {{comp}} bool 1.2345e9",
            "1.2345e9 {{comp}} bool demo_memory_usage_bytes",
            "0.12345 {{binOp}} demo_temperature_celsius",
            "(1 * 2 + 4 / 6 - (10%7)^2) {{binOp}} demo_temperature_celsius",
            "demo_temperature_celsius {{binOp}} (1 * 2 + 4 / 6 - 10)",
            "timestamp(demo_memory_usage_bytes * 1)",
            "timestamp(-demo_memory_usage_bytes)",
            "timestamp(demo_memory_usage_bytes)",
            "demo_memory_usage_bytes {{binOp}} on(instance, job, type) demo_memory_usage_bytes",
            "sum by(instance, type) (demo_temperature_celsius) {{binOp}} on(instance, type) group_left(job)"
                    + " demo_temperature_celsius",
            "demo_memory_usage_bytes {{comp}} bool on(instance, job, type) demo_memory_usage_bytes",
            "demo_memory_usage_bytes / on(instance, job, type, nonexistent) demo_memory_usage_bytes",
            "sum without(job) (demo_memory_usage_bytes) / on(instance, type) demo_memory_usage_bytes",
            "sum without(job) (demo_memory_usage_bytes) / on(instance, type) group_left demo_memory_usage_bytes",
            "sum without(job) (demo_memory_usage_bytes) / on(instance, type) group_left(job) demo_memory_usage_bytes",
            "demo_memory_usage_bytes / on(instance, job) group_left demo_num_cpus",
            "demo_memory_usage_bytes / ignoring(type) group_left demo_num_cpus",
            "demo_num_cpus * ignoring(type) group_right demo_memory_usage_bytes",
            "demo_memory_usage_bytes / demo_num_cpus",
            "demo_memory_usage_bytes / on(instance) demo_memory_usage_bytes",
            "demo_memory_usage_bytes and demo_memory_usage_bytes{type=\"free\"}",
            "demo_memory_usage_bytes and on(instance) demo_intermittent_metric",
            "demo_memory_usage_bytes unless on(instance) demo_intermittent_metric",
            "demo_intermittent_metric or on(instance) demo_num_cpus",
            "demo_num_cpus or demo_memory_usage_bytes",
            "demo_memory_usage_bytes unless demo_memory_usage_bytes{type=\"free\"}",
            "-demo_memory_usage_bytes",
            "-(demo_temperature_celsius ^ 2)",
            "sum by(instance) (demo_temperature_celsius atan2 demo_num_cpus)",
            "NaN + demo_num_cpus",
            "demo_num_cpus * Inf",
            // functions over time
            "{{overTime}}_over_time(demo_memory_usage_bytes[{{range}}])",
            "quantile_over_time({{quantile}}, demo_memory_usage_bytes[{{range}}])",
            "present_over_time(demo_intermittent_metric[{{range}}])",
            "absent_over_time(demo_intermittent_metric[{{range}}])",
            "count_over_time(demo_intermittent_metric[{{range}}])",
            "{{rate}}(demo_cpu_usage_seconds_total[{{range}}])",
            "{{rate}}(demo_memory_usage_bytes[5m])",
            "{{rate}}(demo_intermittent_metric[15m])",
            "{{instantRate}}(demo_cpu_usage_seconds_total[{{range}}])",
            "changes(demo_batch_last_success_timestamp_seconds[{{range}}])",
            "resets(demo_cpu_usage_seconds_total[{{range}}])",
            "deriv(demo_disk_usage_bytes[{{range}}])",
            "predict_linear(demo_disk_usage_bytes[{{range}}], 600)",
            "rate(demo_cpu_usage_seconds_total[5m] offset {{offset}})",
            // functions of values
            "{{math}}(demo_temperature_celsius)",
            "{{math}}(-demo_temperature_celsius)",
            "{{trig}}(demo_temperature_celsius / 10)",
            "{{clamp}}(demo_temperature_celsius, 2)",
            "clamp(demo_temperature_celsius, -2, 0)",
            "clamp(demo_temperature_celsius, 0, -2)",
            "round(demo_temperature_celsius, 0.25)",
            "{{date}}()",
            "{{date}}(demo_batch_last_success_timestamp_seconds)",
            "{{date}}(demo_batch_last_success_timestamp_seconds offset {{offset}})",
            "time()",
            "vector(1.23)",
            "vector(time())",
            "scalar(demo_num_cpus{instance=\"demo:10000\"})",
            "scalar(demo_num_cpus)",
            "pi() * vector(2)",
            "sort(demo_num_cpus)",
            "absent(demo_memory_usage_bytes)",
            "absent(nonexistent_metric_name{a=\"b\"})",
            "absent(demo_intermittent_metric{instance=\"demo:10000\"})",
            "histogram_quantile({{quantile}}, rate(demo_api_request_duration_seconds_bucket[1m]))",
            "histogram_quantile({{quantile}}, sum by(le) (rate(demo_api_request_duration_seconds_bucket[5m])))",
            "histogram_quantile(0.9, nonexistent_metric_name)",
            "histogram_quantile(0.9, demo_memory_usage_bytes)",
            "histogram_quantile(0.9, {__name__=~\"demo_api_request_duration_seconds_.+\"})",
            "label_replace(demo_num_cpus, \"job\", \"value-$1\", \"instance\", \"demo:(.*)\")",
            "label_replace(demo_num_cpus, \"job\", \"value-$1\", \"instance\", \"nomatch:(.*)\")",
            "label_replace(demo_num_cpus, \"new\", \"${1}x$2\", \"instance\", \"(.*):(.*)\")",
            "label_replace(demo_num_cpus, \"instance\", \"\", \"\", \"\")",
            "label_replace(demo_num_cpus, \"job\", \"value\", \"instance\", \"(.*\")",
            "label_join(demo_num_cpus, \"new\", \"-\", \"instance\", \"job\")",
            "label_join(demo_num_cpus, \"job\", \"-\", \"instance\")",
            // subqueries and @
            "max_over_time((time() - max(demo_batch_last_success_timestamp_seconds) < 1e6)[5m:10s] offset {{offset}})",
            "avg_over_time(rate(demo_cpu_usage_seconds_total[1m])[{{range}}:10s])",
            "sum_over_time(demo_temperature_celsius[5m:])",
            "demo_num_cpus @ start() + demo_temperature_celsius @ end()",
            "rate(demo_cpu_usage_seconds_total[5m] @ 1700005000)",
            "max_over_time(demo_temperature_celsius[10m:20s] @ end())");

    private ComplianceQueries() {}

    /** All templates with all their variants. */
    public static List<String> all() {
        List<String> queries = new ArrayList<>();
        TEMPLATES.forEach(template -> expand(template, queries));
        return queries;
    }

    private static void expand(String template, List<String> queries) {
        int start = template.indexOf("{{");
        if (start < 0) {
            queries.add(template);
            return;
        }
        String name = template.substring(start + 2, template.indexOf("}}"));
        for (String variant : Objects.requireNonNull(VARIANTS.get(name))) {
            expand(template.replace("{{" + name + "}}", variant), queries);
        }
    }
}
