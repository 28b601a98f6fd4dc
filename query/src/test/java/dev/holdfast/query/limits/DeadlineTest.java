package dev.holdfast.query.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.QueryMemory;
import dev.holdfast.query.QueryRun;
import dev.holdfast.query.memory.WaveSnapshot;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query stops soon after its time is up, whatever it is at; told by how often it asks, since clocks of test machines lie. */
class DeadlineTest {
    private static final long DAY_MS = 86_400_000;

    /** What takes long, each in another place; a look at the time is due at least every few milliseconds of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum_over_time(wave{i=\"0\"}[7d])",
                "quantile_over_time(0.5, wave{i=\"0\"}[7d])",
                "count(wave)",
                "topk(3, wave)",
                "quantile(0.3, wave)",
                "count_values(\"v\", wave)",
                "count(wave{i=~\"(1|2)*.*\"})",
                "label_replace(wave, \"x\", \"$1\", \"i\", \"(.*)\")",
                "wave / wave",
                "wave and wave",
                "wave or wave",
                "sort(wave)",
                "max_over_time(wave{i=\"1\"}[7d:1s])",
                "wave{i=\"0\"}[7d]",
                "wave{i=\"0\"}[7d:1s]"
            })
    void asksForTheTimeOften(String query) {
        WaveSnapshot snapshot = new WaveSnapshot(20_000, 7 * DAY_MS, 1_000);
        AtomicInteger asked = new AtomicInteger();
        EngineOptions options = EngineOptions.defaults().withMemory(new QueryMemory(1L << 34));
        new QueryEngine(options.withExpired(() -> asked.incrementAndGet() < 0))
                .instant(query, snapshot, 7 * DAY_MS - 500);
        assertTrue(asked.get() > 20, query + " asked " + asked.get() + " times");
        // And it does stop, at any of them.
        int half = asked.get() / 2;
        AtomicInteger again = new AtomicInteger();
        QueryException error = assertThrows(
                QueryException.class,
                () -> new QueryEngine(options.withExpired(() -> again.incrementAndGet() >= half))
                        .instant(query, snapshot, 7 * DAY_MS - 500));
        assertEquals("query timed out in expression evaluation", error.getMessage());
        assertEquals(QueryException.Kind.TIMEOUT, error.kind());
        assertEquals(half, again.get());
    }

    /** What it adds to the steps of a series is work like other work, however many steps there are. */
    @Test
    void infoAsksForTheTimeOften() {
        assertTrue(askedInSteps("info(wave)") > askedInSteps("wave") + 20);
    }

    private static int askedInSteps(String query) {
        AtomicInteger asked = new AtomicInteger();
        new QueryEngine(EngineOptions.defaults().withExpired(() -> asked.incrementAndGet() < 0))
                .range(query, new WaveSnapshot(1, DAY_MS, 1_000), 0, DAY_MS, 1_000);
        return asked.get();
    }

    @Test
    void canBeCancelledFromAnotherThread() throws InterruptedException {
        WaveSnapshot snapshot = new WaveSnapshot(1_000_000, 7 * DAY_MS, 1_000);
        try (QueryRun run = new QueryEngine(EngineOptions.defaults()).begin()) {
            Thread gone = new Thread(run::cancel, "client-gone");
            gone.start();
            QueryException error = assertThrows(
                    QueryException.class,
                    () -> run.instant(PromQl.parse("sum_over_time(wave[7d])"), snapshot, 7 * DAY_MS));
            assertEquals(QueryException.Kind.CANCELED, error.kind());
            assertEquals("query was canceled in expression evaluation", error.getMessage());
            gone.join();
        }
    }
}
