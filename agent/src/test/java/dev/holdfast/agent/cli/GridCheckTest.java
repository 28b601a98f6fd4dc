package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The canary of {@link ReloadIT}: its checker finds what it is there for. */
class GridCheckTest {
    private static final List<GridCheck.Stretch> STRETCHES =
            List.of(new GridCheck.Stretch(950, 2_050, 100), new GridCheck.Stretch(2_150, 4_050, 200));

    /** Every 100 ms up to 2 100, every 200 ms from there on, one of them late. */
    private static List<Long> ticks() {
        List<Long> ticks = new ArrayList<>();
        for (long t = 1_000; t <= 2_100; t += 100) {
            ticks.add(t == 1_500 ? 1_540 : t);
        }
        for (long t = 2_200; t <= 4_000; t += 200) {
            ticks.add(t);
        }
        return ticks;
    }

    @Test
    void aCompleteSeriesIsAllRight() {
        assertEquals(List.of(), GridCheck.findings(ticks(), STRETCHES, 200));
    }

    @Test
    void aTickThatAChangeDroppedIsFound() {
        for (long dropped : List.of(1_100L, 1_540L, 1_900L, 2_200L, 3_000L)) {
            List<Long> ticks = ticks();
            ticks.remove(dropped);
            assertEquals(1, GridCheck.findings(ticks, STRETCHES, 200).size(), "dropped " + dropped);
        }
    }

    @Test
    void aTickThatAChangeDoubledIsFound() {
        List<Long> ticks = ticks();
        ticks.add(ticks.indexOf(3_000L) + 1, 3_050L);
        assertEquals(List.of("2 ticks at 3000 of every 200 ms"), GridCheck.findings(ticks, STRETCHES, 200));
    }
}
