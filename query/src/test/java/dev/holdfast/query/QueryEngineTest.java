package dev.holdfast.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.memory.MemorySnapshot;
import dev.holdfast.storage.Labels;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QueryEngineTest {
    private final QueryEngine engine = new QueryEngine(EngineOptions.defaults());
    private final MemorySnapshot snapshot = new MemorySnapshot();

    QueryEngineTest() {
        for (int series = 0; series < 10; series++) {
            for (int i = 0; i < 100; i++) {
                snapshot.add(Labels.of("__name__", "m", "i", "" + series), i * 10_000L, series * 1000 + i);
            }
        }
    }

    @Test
    void answersEachTypeInItsOwnKind() {
        assertEquals("scalar", engine.instant("1", snapshot, 0).resultType());
        assertEquals("string", engine.instant("\"a\"", snapshot, 0).resultType());
        assertEquals("vector", engine.instant("m", snapshot, 0).resultType());
        assertEquals("matrix", engine.instant("m[1m]", snapshot, 0).resultType());
        assertEquals("matrix", engine.instant("m[1m:10s]", snapshot, 0).resultType());
        assertEquals("matrix", engine.range("m", snapshot, 0, 10_000, 1_000).resultType());
        assertEquals("matrix", engine.range("1", snapshot, 0, 10_000, 1_000).resultType());
    }

    @Test
    void sortsAMatrixByLabels() {
        MatrixResult result = engine.range("sort_desc(m)", snapshot, 0, 10_000, 10_000);
        assertEquals(10, result.series().size());
        for (int i = 0; i < 10; i++) {
            assertEquals("" + i, result.series().get(i).labels().get("i"));
        }
    }

    @Test
    void endsAtTheLastFullStep() {
        MatrixResult result = engine.range("time()", snapshot, 500, 3_400, 1_000);
        assertEquals("{} 0.5@500 1.5@1500 2.5@2500", result.series().get(0).toString());
    }

    @Test
    void refusesStepsThatMakeNoSense() {
        QueryException zero = assertThrows(QueryException.class, () -> engine.range("m", snapshot, 0, 1, 0));
        assertEquals(
                "zero or negative query resolution step widths are not accepted. Try a positive integer",
                zero.getMessage());
        QueryException backwards = assertThrows(QueryException.class, () -> engine.range("m", snapshot, 1, 0, 1));
        assertEquals("end timestamp must not be before start time", backwards.getMessage());
        assertEquals(QueryException.Kind.BAD_DATA, backwards.kind());
        QueryException many = assertThrows(
                QueryException.class, () -> engine.range("m", snapshot, Long.MIN_VALUE / 4, Long.MAX_VALUE / 4, 1));
        assertEquals(QueryException.Kind.BAD_DATA, many.kind());
    }

    @Test
    void refusesTooManySamples() {
        for (String query : new String[] {"m", "m[10m]", "rate(m[10m])", "max_over_time(m[10m:1s])", "m + m"}) {
            QueryEngine small = new QueryEngine(EngineOptions.defaults().withMaxSamples(9));
            QueryException error = assertThrows(QueryException.class, () -> small.instant(query, snapshot, 500_000));
            assertTrue(
                    String.valueOf(error.getMessage())
                            .startsWith("query processing would load too many samples into memory"),
                    query);
            assertEquals(QueryException.Kind.EXECUTION, error.kind());
        }
    }

    @Test
    void letsGoOfWhatIsAggregatedAway() {
        QueryEngine small = new QueryEngine(EngineOptions.defaults().withMaxSamples(14));
        String sums = "sum(m) + sum(m) + sum(m) + sum(m) + sum(m)";
        assertInstanceOf(VectorResult.class, small.instant(sums, snapshot, 500_000));
    }

    @Test
    void stopsWhenTheTimeIsUp() {
        AtomicInteger asked = new AtomicInteger();
        QueryEngine slow = new QueryEngine(EngineOptions.defaults().withExpired(() -> asked.incrementAndGet() > 2));
        QueryException error = assertThrows(QueryException.class, () -> slow.instant("m", snapshot, 500_000));
        assertEquals("query timed out in expression evaluation", error.getMessage());
        assertEquals(QueryException.Kind.TIMEOUT, error.kind());
    }

    @Test
    void looksBackAsFarAsItIsTold() {
        QueryEngine brief = new QueryEngine(EngineOptions.defaults().withLookbackMs(5_000));
        assertEquals(0, size(brief.instant("m", snapshot, 505_000)));
        assertEquals(10, size(brief.instant("m", snapshot, 504_999)));
    }

    @Test
    void stepsSubqueriesAsItIsTold() {
        QueryEngine fine = new QueryEngine(EngineOptions.defaults().withDefaultSubqueryStepMs(10_000));
        MatrixResult result = (MatrixResult) fine.instant("m[1m:]", snapshot, 500_000);
        assertEquals(6, result.series().get(0).size());
    }

    @Test
    void survivesTheEndsOfTime() {
        for (String query : new String[] {
            "m @ -9e15",
            "m @ 9e15",
            "m offset 200y",
            "m offset -200y",
            "rate(m[200y])",
            "rate(m[200y] @ -9e15)",
            "sum_over_time(m[5m:1m] offset 200y)"
        }) {
            assertInstanceOf(VectorResult.class, engine.instant(query, snapshot, 500_000), query);
        }
    }

    private static int size(QueryResult result) {
        return ((VectorResult) result).samples().size();
    }
}
