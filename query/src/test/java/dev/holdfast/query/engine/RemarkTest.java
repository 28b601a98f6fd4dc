package dev.holdfast.query.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.storage.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Remarks in queries that are evaluated in parts, and on texts of several lines. */
class RemarkTest {
    private static final int SERIES = 2_000;
    private static final long END_MS = 300_000;

    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());
    private final MemorySnapshot snapshot = new MemorySnapshot();

    RemarkTest() {
        for (int i = 0; i < SERIES; i++) {
            Labels labels = Labels.of("__name__", "m", "i", Integer.toString(i), "le", i % 2 == 0 ? "1" : "+Inf");
            snapshot.add(labels, 0, 2 - i % 2); // the higher bucket holds less: not monotonic
            snapshot.add(labels, END_MS - 1_000, 2 - i % 2);
        }
    }

    private MatrixResult range(String expression) {
        return engine.range(expression, snapshot, 1_000, END_MS, 1_000);
    }

    @Test
    void nameTheWorstOfAllStepsOnce() {
        assertEquals(
                List.of(
                        "PromQL warning: quantile value should be between 0 and 1, got 150 (1:10)",
                        "PromQL warning: quantile value should be between 0 and 1, got -149 (1:10)"),
                range("quantile(time() - 150, m)").warnings());
        assertEquals(
                List.of(
                        "PromQL warning: ratio value should be between -1 and 1, got 150, capping to 1 (1:13)",
                        "PromQL warning: ratio value should be between -1 and 1, got -149, capping to -1 (1:13)"),
                range("limit_ratio(time() - 150, m)").warnings());
    }

    @Test
    void countHistogramsOfAllParts() {
        List<String> infos = range("histogram_quantile(0.5, sum by (le) (m))").infos();
        assertEquals(1, infos.size(), infos::toString);
        assertEquals(
                "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see"
                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from"
                        + " buckets +Inf to +Inf, with a max diff of 1e+03, over 300 samples from 1970-01-01T00:00:01Z"
                        + " to 1970-01-01T00:05:00Z (1:25)",
                infos.get(0));
    }

    @Test
    void sayLineAndColumn() {
        MatrixResult result = range("""
                # of nothing
                max(
                  rate(m[1m])
                ) or quantile(
                  2, m)""");
        assertEquals(
                List.of("PromQL warning: quantile value should be between 0 and 1, got 2 (5:3)"), result.warnings());
    }

    @Test
    void limitsChooseTheSameInAllParts() {
        MatrixResult first = range("limitk(3, m)");
        assertEquals(3, first.series().size());
        first.series().forEach(series -> assertEquals(300, series.size()));
        MatrixResult share = range("count(limit_ratio(0.25, m) or limit_ratio(-0.75, m))");
        for (int i = 0; i < 300; i++) {
            assertEquals(SERIES, share.series().get(0).value(i));
        }
    }
}
