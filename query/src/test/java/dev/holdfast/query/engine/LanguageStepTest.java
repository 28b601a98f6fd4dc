package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.VectorResult;
import dev.holdfast.query.differential.DemoData;
import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.storage.Labels;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A range query is nothing but instant queries: for what Prometheus 2.42, the other oracle, does not know. */
class LanguageStepTest {
    private static final long START_MS = DemoData.START_MS + 7_203_500;
    private static final long STEP_MS = 47_000;
    private static final int STEPS = 50;

    private final MemorySnapshot snapshot = new DemoData().snapshot();
    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(demo_cpu_usage_seconds_total[3m] anchored)",
                "increase(demo_cpu_usage_seconds_total[47s] smoothed offset 11s)",
                "delta(demo_temperature_celsius[2m * 3 + 7s] smoothed)",
                "changes(demo_intermittent_metric[5m] anchored)",
                "resets(demo_cpu_usage_seconds_total[1h] anchored offset -(1m))",
                "sum by (instance) (demo_temperature_celsius smoothed offset 3s)",
                "demo_temperature_celsius smoothed > -3",
                "max_over_time(rate(demo_cpu_usage_seconds_total[1m] smoothed)[5m:30s])",
                "demo_temperature_celsius + fill(3) demo_num_cpus",
                "demo_intermittent_metric - fill_left(1) fill_right(2) demo_num_cpus",
                "demo_memory_usage_bytes / on (instance) group_left fill_right(7) (demo_num_cpus{instance=~\".*0\"})",
                "limitk(3, demo_cpu_usage_seconds_total)",
                "limitk by (instance) (scalar(demo_num_cpus{instance=~\".*0\"}) - 1, demo_memory_usage_bytes)",
                "limit_ratio(0.3, demo_cpu_usage_seconds_total)",
                "limit_ratio(-0.3, demo_intermittent_metric) or limit_ratio(0.7, demo_intermittent_metric)",
                "info(demo_memory_usage_bytes, {__name__=\"demo_num_cpus\"})",
                "histogram_quantiles(rate(demo_api_request_duration_seconds_bucket[5m]), \"q\", 0.1, 0.5, 0.99)",
                "double_exponential_smoothing(demo_temperature_celsius[10m], 0.3, 0.6)",
                "double_exponential_smoothing(demo_temperature_celsius[10m:1m], 0.3, scalar(vector(0.5)))",
                "mad_over_time(demo_temperature_celsius[10m])",
                "ts_of_max_over_time(demo_temperature_celsius[10m]) - ts_of_min_over_time(demo_temperature_celsius[10m])",
                "ts_of_last_over_time(demo_intermittent_metric[3m]) - ts_of_first_over_time(demo_intermittent_metric[3m])",
                "vector(max_of(time() % 100, 50)) + min_of(1, 2)",
                "demo_num_cpus offset (1m / 3) * 2",
                "sum_over_time(demo_num_cpus[max_of(1m, 2m):7s * 2] offset min_of(5s, 1m))",
                "count(sort_by_label(demo_cpu_usage_seconds_total, \"mode\"))",
            })
    void everyStepOfARangeIsAnInstantQuery(String expression) {
        MatrixResult range = engine.range(expression, snapshot, START_MS, START_MS + (STEPS - 1) * STEP_MS, STEP_MS);
        assertTrue(!range.series().isEmpty(), "nothing to compare");
        for (int i = 0; i < STEPS; i++) {
            long timeMs = START_MS + i * STEP_MS;
            Map<Labels, Double> values = new HashMap<>();
            ((VectorResult) engine.instant(expression, snapshot, timeMs))
                    .samples()
                    .forEach(sample -> values.put(sample.labels(), sample.value()));
            assertEquals(values, at(range, timeMs), "step " + i);
        }
    }

    private static Map<Labels, Double> at(MatrixResult range, long timeMs) {
        Map<Labels, Double> values = new HashMap<>();
        for (MatrixSeries series : range.series()) {
            for (int i = 0; i < series.size(); i++) {
                if (series.timestampMs(i) == timeMs) {
                    values.put(series.labels(), series.value(i));
                }
            }
        }
        return values;
    }
}
