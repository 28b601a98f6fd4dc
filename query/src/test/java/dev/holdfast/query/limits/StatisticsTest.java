package dev.holdfast.query.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.PromQl;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryRun;
import dev.holdfast.query.QueryStatistics;
import dev.holdfast.query.memory.WaveSnapshot;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query says that it has cost. */
class StatisticsTest {
    private final WaveSnapshot snapshot = new WaveSnapshot(4, 86_400_000, 10_000);

    /** At 1,000,500 ms; four series with a sample every ten seconds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wave                           | 4",
                "sum(wave)                      | 4",
                "wave + wave                    | 8",
                "wave[1m]                       | 24",
                "rate(wave[1m])                 | 24",
                "rate(wave[1m]) + wave          | 28",
                "max_over_time(wave[1m:20s])    | 12",
                "absent(wave{i=\"none\"})       | 0",
                "vector(1)                      | 0",
                "time()                         | 0"
            })
    void countsSamplesLookedAt(String query, long expected) {
        assertEquals(expected, instant(query, 1_000_500).totalQueryableSamples(), query);
        QueryRun range = new QueryEngine(EngineOptions.defaults().withPerStepStatistics(true)).begin();
        try (range) {
            if (!query.startsWith("wave[")) {
                range.range(PromQl.parse(query), snapshot, 1_000_500, 1_090_500, 10_000);
                QueryStatistics statistics = range.statistics();
                QueryStatistics.PerStep steps = Objects.requireNonNull(statistics.perStep());
                assertEquals(10, steps.size());
                assertEquals(1_010_500, steps.timestampMs(1));
                for (int i = 0; i < 10; i++) {
                    assertEquals(expected, steps.samples(i), query + " at step " + i);
                }
                assertEquals(10 * expected, statistics.totalQueryableSamples());
            }
        }
    }

    @Test
    void whatIsPinnedCountsAtEachStep() {
        try (QueryRun run = new QueryEngine(EngineOptions.defaults().withPerStepStatistics(true)).begin()) {
            run.range(PromQl.parse("sum(wave @ 500)"), snapshot, 1_000_500, 1_090_500, 10_000);
            assertEquals(40, run.statistics().totalQueryableSamples());
            assertEquals(4, Objects.requireNonNull(run.statistics().perStep()).samples(7));
        }
    }

    private QueryStatistics instant(String query, long timeMs) {
        try (QueryRun run = new QueryEngine(EngineOptions.defaults()).begin()) {
            run.instant(PromQl.parse(query), snapshot, timeMs);
            return run.statistics();
        }
    }

    @Test
    void peakIsTheMostHeldAtATime() {
        assertEquals(4, instant("wave", 1_000_500).peakSamples());
        assertEquals(24, instant("wave[1m]", 1_000_500).peakSamples());
        assertEquals(2, instant("sum(wave)", 1_000_500).peakSamples());
        assertEquals(3 + 6, instant("rate(wave[1m])", 1_000_500).peakSamples());
        assertNull(instant("wave", 1_000_500).perStep());
    }

    @Test
    void timesComeFromTheClockThatIsHandedIn() {
        AtomicLong nowNs = new AtomicLong();
        QueryEngine engine = new QueryEngine(EngineOptions.defaults().withClock(() -> nowNs.getAndAdd(1_000_000_000)));
        try (QueryRun run = engine.begin()) {
            nowNs.addAndGet(41_000_000_000L);
            run.range(PromQl.parse("wave"), snapshot, 1_000_500, 1_090_500, 10_000);
            QueryStatistics statistics = run.statistics();
            assertEquals(42, statistics.execQueueSeconds());
            assertEquals(1, statistics.queryPreparationSeconds());
            assertEquals(1, statistics.resultSortSeconds());
            assertEquals(5, statistics.evalTotalSeconds());
            assertEquals(3, statistics.innerEvalSeconds());
            assertEquals(47, statistics.execTotalSeconds());
        }
    }

    @Test
    void aRunAnswersOnce() {
        try (QueryRun run = new QueryEngine(EngineOptions.defaults()).begin()) {
            run.instant(PromQl.parse("1"), snapshot, 0);
            assertThrows(IllegalStateException.class, () -> run.instant(PromQl.parse("1"), snapshot, 0));
        }
    }
}
