package dev.holdfast.query.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.memory.WaveSnapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limit of samples is exact: as many are held, one more is refused. */
class SampleLimitTest {
    private final WaveSnapshot snapshot = new WaveSnapshot(10, 86_400_000, 10_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wave                        | 10",
                "wave[1m]                    | 60",
                "max_over_time(wave[59m])    | 363",
                "sum(wave)                   | 2",
                "wave + wave                 | 30",
                "topk(1, wave)               | 11",
                "quantile(0.5, wave)         | 11",
                "sum(max_over_time(wave[59m]))| 355"
            })
    void holdsSoManyAndNoMore(String query, long samples) {
        assertNotNull(engine(samples).instant(query, snapshot, 4_000_500));
        QueryException error = assertThrows(
                QueryException.class, () -> engine(samples - 1).instant(query, snapshot, 4_000_500), query);
        assertEquals("query processing would load too many samples into memory in query execution", error.getMessage());
        assertEquals(QueryException.Kind.EXECUTION, error.kind());
    }

    private static QueryEngine engine(long maxSamples) {
        return new QueryEngine(EngineOptions.defaults().withMaxSamples(maxSamples));
    }
}
