package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static Ticks ticks(String... times) {
        return Ticks.of("__name__,job,time,value\nup,node," + String.join(",1\nup,node,", times) + ",1\n");
    }

    @Test
    void aTickThatWasLostIsFound() {
        Ticks before = ticks("2026-11-26T22:00:01Z", "2026-11-26T22:00:02Z", "2026-11-26T22:00:03Z");
        Ticks after = ticks("2026-11-26T22:00:02Z", "2026-11-26T22:00:04Z");
        assertEquals(Set.of("2026-11-26T22:00:03Z"), before.missingIn(after), "the first is before what was asked for");
        assertEquals(before.count(), before.missingIn(Ticks.of("")).size(), "none at all");
    }

    @Test
    void ticksOfASpanAreCounted() {
        Ticks ticks = ticks("2026-11-26T22:00:01Z", "2026-11-26T22:00:02Z", "2026-11-26T22:00:02.500Z");
        assertEquals(1, ticks.countBetween("2026-11-26T22:00:01Z", "2026-11-26T22:00:02"));
    }
}
