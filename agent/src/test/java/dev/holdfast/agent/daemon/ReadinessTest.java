package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.Backlog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final long NOW_MS = 1_795_327_200_000L;
    private static final long MINUTE = 60_000;

    private static Backlog pendingSince(long ageMs) {
        return new Backlog(100, NOW_MS - ageMs, Backlog.NOTHING, 1);
    }

    @Test
    void itIsReadyWhenNothingSpeaksAgainstIt() {
        Readiness ready = new Readiness.Builder()
                .store("")
                .sampler(10_000, 1_000, false)
                .maintenance(60_000)
                .upstream("central", pendingSince(15 * MINUTE), NOW_MS, 15 * MINUTE)
                .upstream("idle", Backlog.NONE, NOW_MS, 15 * MINUTE)
                .upstream("never", pendingSince(9_000 * MINUTE), NOW_MS, 0)
                .build();
        assertTrue(ready.isReady());
        assertEquals("yes", ready.line());
    }

    @Test
    void eachReasonIsNamedInTheOrderInWhichToSeeToThem() {
        Readiness red = new Readiness.Builder()
                .store("no space left on device")
                .sampler(61_500, 1_000, false)
                .maintenance(121_000)
                .upstream("central", pendingSince(2 * 60 * MINUTE + 3 * MINUTE + 59_000), NOW_MS, 15 * MINUTE)
                .build();
        assertEquals(
                List.of(
                        "store: not durable, no space left on device",
                        "sampler: no tick for 1m1s",
                        "store: its maintenance hangs for 2m1s",
                        "upstream central: oldest undelivered sample 2h3m old, more than 15m"),
                red.reasons());
        assertEquals("no: " + String.join("; ", red.reasons()), red.line());
    }

    @Test
    void aSamplerIsSilentByItsOwnInterval() {
        assertTrue(
                new Readiness.Builder().sampler(599_000, 60_000, false).build().isReady());
        assertFalse(
                new Readiness.Builder().sampler(601_000, 60_000, false).build().isReady());
        assertEquals(
                "no: store: takes no samples since 20s",
                new Readiness.Builder().sampler(20_000, 100, true).build().line());
    }

    @Test
    void whatIsSetAsideIsNotDelivered() {
        Backlog parked = new Backlog(10, NOW_MS - 1_000, NOW_MS - 60 * MINUTE, 1);
        assertEquals(
                "no: upstream central: oldest sample that is set aside 1h old, more than 15m",
                new Readiness.Builder()
                        .upstream("central", parked, NOW_MS, 15 * MINUTE)
                        .build()
                        .line());
    }

    /** With max_age 55m and a limit of an hour all would be skipped, one sample after the other, and nothing turn red. */
    @Test
    void aLimitThatMaxAgeIsAlwaysAheadOfIsDrawnIn() {
        assertEquals(49 * MINUTE + 30_000, ReadinessLimits.effectiveMs(60 * MINUTE, 55 * MINUTE));
        assertEquals(15 * MINUTE, ReadinessLimits.effectiveMs(15 * MINUTE, 55 * MINUTE));
        assertEquals(60 * MINUTE, ReadinessLimits.effectiveMs(60 * MINUTE, 0));
        assertEquals(0, ReadinessLimits.effectiveMs(0, 55 * MINUTE));
        assertEquals(0, new ReadinessLimits(Map.of("a", 5L)).of("b"));
    }
}
