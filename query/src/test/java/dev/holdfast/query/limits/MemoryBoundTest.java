package dev.holdfast.query.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryMemory;
import dev.holdfast.query.QueryResult;
import dev.holdfast.query.QueryRun;
import dev.holdfast.query.memory.WaveSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memory is bounded by series times steps of the result, and one window: told by the shared budget, which is a count, and by
 * {@link SmallHeapTest}, which is a heap.
 */
class MemoryBoundTest {
    private static final long DAY_MS = 86_400_000;
    private static final long MIB = 1 << 20;

    private static QueryEngine engine(long bytes) {
        return new QueryEngine(EngineOptions.defaults().withMemory(new QueryMemory(bytes)));
    }

    /** 2,000 series at 500 steps are 8 MB, before anything is done to them; the result is 4 kB, or some. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(wave)",
                "avg by(group) (wave)",
                "max(-wave)",
                "count(wave > 100)",
                "stddev(abs(wave))",
                "sum(rate(wave[2m]))",
                "min(max_over_time(wave[2m:30s]))",
                "absent(wave)",
                "vector(scalar(wave))",
                "group(clamp(wave, 1, 2))",
                "sum({i!=\"\"} * 2)",
                "quantile(0.5, wave)",
                "topk(1, wave)",
                "sum(wave / wave)",
                "count_values by(group) (\"v\", clamp_max(wave, 1))",
                "group(wave and wave)",
                "sum by(group) (label_replace(wave, \"x\", \"$1\", \"i\", \"(.*)\"))"
            })
    void foldsManySeries(String query) {
        WaveSnapshot many = new WaveSnapshot(2_000, DAY_MS, 60_000);
        MatrixResult result = engine(6 * MIB).range(query, many, 600_000, 600_000 + 499 * 60_000, 60_000);
        assertTrue(result.series().size() <= 600, query);
    }

    @Test
    void countsTheSameAsAll() {
        WaveSnapshot many = new WaveSnapshot(2_000, DAY_MS, 60_000);
        for (String query : new String[] {"quantile(0.5, wave)", "topk(2, wave)", "sum by(group) (wave / wave)"}) {
            MatrixResult inParts = engine(500 * MIB).range(query, many, 600_000, 600_000 + 399 * 60_000, 60_000);
            for (int step = 0; step < 400; step += 57) {
                QueryResult alone = engine(500 * MIB).instant(query, many, 600_000 + step * 60_000L);
                assertEquals(describe(alone), describe(inParts, 600_000 + step * 60_000L), query);
            }
        }
    }

    private static String describe(QueryResult instant) {
        StringBuilder out = new StringBuilder();
        ((dev.holdfast.query.VectorResult) instant)
                .samples().stream()
                        .sorted(java.util.Comparator.comparing(dev.holdfast.query.VectorSample::labels))
                        .forEach(one ->
                                out.append(one.labels()).append(one.value()).append(' '));
        return out.toString();
    }

    private static String describe(MatrixResult range, long timeMs) {
        StringBuilder out = new StringBuilder();
        range.series().forEach(one -> {
            for (int i = 0; i < one.size(); i++) {
                if (one.timestampMs(i) == timeMs) {
                    out.append(one.labels()).append(one.value(i)).append(' ');
                }
            }
        });
        return out.toString();
    }

    /** A week at one sample a second is 604,800 samples; a window of an hour 3,600. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(wave[1h])",
                "avg_over_time(wave[1h])",
                "max_over_time(wave[1h])",
                "stddev_over_time(wave[1h])",
                "quantile_over_time(0.9, wave[1h])",
                "deriv(wave[1h])",
                "changes(wave[1h])",
                "max_over_time(rate(wave[1m])[1h:1m])",
                "wave"
            })
    void readsALongHistoryInLittle(String query) {
        WaveSnapshot week = new WaveSnapshot(1, 7 * DAY_MS, 1_000);
        MatrixResult result = engine(3 * MIB).range(query, week, 3_600_500, 7 * DAY_MS, 3_600_000);
        assertEquals(167, result.series().get(0).size());
    }

    @Test
    void aWindowThatDoesNotFitIsRefused() {
        WaveSnapshot week = new WaveSnapshot(1, 7 * DAY_MS, 1_000);
        QueryException error = assertThrows(
                QueryException.class,
                () -> engine(4 * MIB).instant("quantile_over_time(0.5, wave[7d])", week, 7 * DAY_MS - 500));
        assertEquals(QueryException.Kind.EXECUTION, error.kind());
        assertTrue(
                String.valueOf(error.getMessage()).startsWith("query processing would need more memory"),
                error::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wave", "rate(wave[5m])", "time()", "vector(1)", "1 + 1", "max_over_time(vector(1)[10d:1ms])"})
    void stepsThatDoNotFitAreRefusedBeforeTheyAreMade(String query) {
        WaveSnapshot week = new WaveSnapshot(2, 7 * DAY_MS, 1_000);
        assertThrows(QueryException.class, () -> engine(16 * MIB).range(query, week, 0, 7 * DAY_MS, 1));
    }

    @Test
    void queriesShareAndGiveBack() {
        QueryMemory memory = new QueryMemory(3 * MIB);
        QueryEngine engine = new QueryEngine(EngineOptions.defaults().withMemory(memory));
        WaveSnapshot some = new WaveSnapshot(100, DAY_MS, 60_000);
        try (QueryRun first = engine.begin();
                QueryRun second = engine.begin()) {
            first.range(PromQl.parse("wave"), some, 0, 2_000 * 30_000, 30_000);
            assertTrue(memory.usedBytes() > 100 * 2_000 * 8, "used " + memory.usedBytes());
            assertThrows(
                    QueryException.class, () -> second.range(PromQl.parse("wave"), some, 0, 2_000 * 30_000, 30_000));
        }
        assertEquals(0, memory.usedBytes());
        assertEquals(
                100,
                engine.range("wave", some, 0, 2_000 * 30_000, 30_000).series().size());
        assertEquals(0, memory.usedBytes());
    }
}
