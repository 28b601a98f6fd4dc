package dev.holdfast.forwarder.compliance;

import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.storage.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scrape of some target would have left in the store, tick by tick, and what is known of its metrics. */
final class Target {
    static final long STALE = 0x7ff0000000000002L;
    static final String JOB = "test";
    static final String INSTANCE = "host-1:9100";
    static final long RUNNING_MS = 3_600_000;
    static final String LONG_VALUE = "v".repeat(10_000);
    static final String LONG_NAME = "long_name_".repeat(75);
    static final String LONG_LABEL = "label_".repeat(60);
    static final String UNICODE = "größe 東京 🚢";
    static final String SPECIAL = "quote \" back \\ line \n tab \t nul \u0000 end";
    static final String HELP_LINES = "First line.\nSecond line.";
    static final String HELP_SPECIAL = "With \"quotes\", a \\ and ü.";

    /** A value at the n-th tick, as bits. */
    @FunctionalInterface
    interface Value {
        long bits(int tick);
    }

    private final Map<Labels, Value> series = new LinkedHashMap<>();

    /** A series whose value is always the same. */
    Target constant(double value, String... namesAndValues) {
        return bits(tick -> Double.doubleToRawLongBits(value), namesAndValues);
    }

    /** A series that grows by one a tick. */
    Target counter(String... namesAndValues) {
        return bits(tick -> Double.doubleToRawLongBits(100 + tick), namesAndValues);
    }

    /** A series of any bits. */
    Target bits(Value value, String... namesAndValues) {
        series.put(labels(namesAndValues), value);
        return this;
    }

    /** A series of this target: the metric's name first, then labels; job and instance are added. */
    static Labels labels(String... namesAndValues) {
        Labels.Builder builder = new Labels.Builder().set("__name__", namesAndValues[0]);
        builder.set("job", JOB).set("instance", INSTANCE);
        for (int i = 1; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    List<Labels> series() {
        return List.copyOf(series.keySet());
    }

    long[] bits(int tick) {
        return series.values().stream().mapToLong(value -> value.bits(tick)).toArray();
    }

    /** Everything that the suites have in their targets, and floats of every kind. */
    static Target standard() {
        Target target = new Target()
                .constant(1, "up")
                .counter("requests_total", "method", "get", "code", "200")
                .counter("requests_total", "method", "get", "code", "500")
                .counter("requests_total", "method", "post", "code", "200")
                .bits(tick -> Double.doubleToRawLongBits(20 + tick / 8.0), "temperature_celsius")
                .constant(42, "lines_help")
                .constant(43, "special_help")
                .constant(44, "no_help")
                .constant(45, "unknown_to_all")
                .counter("rule:requests:rate5m")
                .constant(1, "odd", "unicode", UNICODE)
                .constant(1, "odd", "special", SPECIAL)
                .constant(1, "odd", "long_value", LONG_VALUE)
                .constant(1, "odd", LONG_LABEL, "x")
                .constant(1, LONG_NAME);
        for (String le : List.of("0.1", "1", "+Inf")) {
            target.counter("latency_seconds_bucket", "le", le);
        }
        target.counter("latency_seconds_sum").counter("latency_seconds_count");
        target.constant(0.5, "rpc_seconds", "quantile", "0.5").constant(0.9, "rpc_seconds", "quantile", "0.99");
        target.counter("rpc_seconds_sum").counter("rpc_seconds_count");
        String[] many = new String[61];
        many[0] = "many_labels";
        for (int i = 0; i < 30; i++) {
            many[1 + 2 * i] = "label_" + i;
            many[2 + 2 * i] = "value_" + i;
        }
        target.constant(1, many);
        FLOATS.forEach((name, bits) -> target.bits(tick -> bits, "float", "kind", name));
        return target;
    }

    /** Values that the suites ask for, and more. */
    static final Map<String, Long> FLOATS = floats();

    private static Map<String, Long> floats() {
        Map<String, Long> map = new LinkedHashMap<>();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("fraction", 123.45);
        values.put("integer", 42.0);
        values.put("zero", 0.0);
        values.put("minus_zero", -0.0);
        values.put("negative", -273.15);
        values.put("plus_inf", Double.POSITIVE_INFINITY);
        values.put("minus_inf", Double.NEGATIVE_INFINITY);
        values.put("nan", Double.NaN);
        values.put("large", 1.797e308);
        values.put("small", 2.2e-308);
        values.put("smallest", Double.MIN_VALUE);
        values.put("scientific", 1.23e-4);
        values.put("precise", 0.1 + 0.2);
        values.put("pi", 3.141592653589793);
        values.put("two_to_53", 9_007_199_254_740_992.0);
        values.forEach((name, value) -> map.put(name, Double.doubleToRawLongBits(value)));
        map.put("nan_payload", 0xfff8_0000_dead_beefL);
        return map;
    }

    /** What is known of the metrics above. */
    static SeriesFacts facts(long startedMs) {
        return new SeriesFacts() {
            @Override
            public @Nullable Family family(String metricName) {
                String unit = metricName.startsWith("latency") || metricName.startsWith("rpc") ? "seconds" : "";
                return switch (metricName) {
                    case "requests_total" -> new Family(Kind.COUNTER, "", "Requests.");
                    case "latency_seconds_bucket", "latency_seconds_count", "rpc_seconds_count" ->
                        new Family(Kind.COUNTER, "", "Observations.");
                    case "latency_seconds_sum", "rpc_seconds_sum" -> new Family(Kind.COUNTER, unit, "Sum.");
                    case "rpc_seconds" -> new Family(Kind.GAUGE, unit, "Quantiles.");
                    case "temperature_celsius" -> new Family(Kind.GAUGE, "celsius", "Temperature.");
                    case "lines_help" -> new Family(Kind.GAUGE, "", HELP_LINES);
                    case "special_help" -> new Family(Kind.GAUGE, "", HELP_SPECIAL);
                    case "no_help" -> new Family(Kind.GAUGE, "", "");
                    case "up", "float", "odd", "many_labels" -> new Family(Kind.GAUGE, "", "Whatever.");
                    default -> null;
                };
            }

            @Override
            public long startMs(Labels series, long timestampMs) {
                return timestampMs >= startedMs ? startedMs : 0;
            }
        };
    }
}
