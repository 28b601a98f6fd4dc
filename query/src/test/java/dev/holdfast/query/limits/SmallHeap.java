package dev.holdfast.query.limits;

import dev.holdfast.query.EngineOptions;
import dev.holdfast.query.MatrixResult;
import dev.holdfast.query.QueryEngine;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.memory.WaveSnapshot;

/** A process whose heap is smaller than what its queries go through; run by {@link SmallHeapTest}. */
final class SmallHeap {
    private static final long DAY_MS = 86_400_000;

    private SmallHeap() {}

    public static void main(String[] args) {
        QueryEngine engine = new QueryEngine(EngineOptions.defaults());
        // 20,000 series at 600 steps would be 96 MB.
        WaveSnapshot many = new WaveSnapshot(20_000, DAY_MS, 60_000);
        say(engine.range("sum by(group) (wave)", many, 600_500, 600_500 + 599 * 60_000L, 60_000));
        // 600,000 samples would be 10 MB a series; 64 of them 620 MB.
        WaveSnapshot week = new WaveSnapshot(64, 7 * DAY_MS, 1_000);
        say(engine.range("max_over_time(wave[10m])", week, 600_500, 7 * DAY_MS, 3_600_000));
        // And what cannot be is refused, and nothing ends.
        for (String tooMuch : new String[] {"wave", "wave + wave", "quantile_over_time(0.5, wave[7d])", "wave[7d]"}) {
            try {
                if (tooMuch.contains("7d")) {
                    engine.instant(tooMuch, week, 7 * DAY_MS - 500);
                } else {
                    engine.range(tooMuch, many, 600_000, 600_000 + 599 * 60_000L, 60_000);
                }
                System.out.println("not refused: " + tooMuch);
            } catch (QueryException e) {
                System.out.println("refused");
            }
        }
    }

    private static void say(MatrixResult result) {
        System.out.println(
                result.series().size() + " series of " + result.series().get(0).size());
    }
}
