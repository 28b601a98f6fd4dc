package dev.holdfast.agent.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final long SECOND_NANOS = 1_000_000_000;

    private long nowNanos = 7;
    private int error;
    private final List<String> sent = new ArrayList<>();
    private final List<Long> atNanos = new ArrayList<>();

    private int send(byte[] message, int sizeBytes) {
        if (error == NotifyChannel.SENT) {
            sent.add(new String(message, 0, sizeBytes, US_ASCII));
            atNanos.add(nowNanos);
        }
        return error;
    }

    private Watchdog watchdog(long configuredUsec) {
        return new Watchdog(this::send, configuredUsec, () -> nowNanos);
    }

    private void run(Watchdog watchdog, long intervalMs, int ticks) {
        for (int i = 0; i < ticks; i++) {
            watchdog.progress();
            nowNanos += intervalMs * 1_000_000;
        }
    }

    private static long configured(String usec, String owner) {
        Map<String, String> environment = new HashMap<>();
        if (usec != null) {
            environment.put("WATCHDOG_USEC", usec);
        }
        if (owner != null) {
            environment.put("WATCHDOG_PID", owner);
        }
        return Watchdog.configuredUsec(environment, 17);
    }

    @Test
    void theEnvironmentCountsAsSdWatchdogEnabledHasIt() {
        assertEquals(30_000_000, configured("30000000", null));
        assertEquals(30_000_000, configured("30000000", "17"));
        assertEquals(0, configured("30000000", "18"));
        assertEquals(0, configured("30000000", ""));
        assertEquals(0, configured("30000000", "seventeen"));
        assertEquals(0, configured(null, null));
        assertEquals(0, configured(null, "17"));
        assertEquals(0, configured("0", null));
        assertEquals(0, configured("-5", null));
        assertEquals(0, configured("soon", null));
        assertEquals(0, configured("18446744073709551615", null), "infinity");
    }

    @Test
    void progressIsToldAtOnceAndThenFourTimesInWhatTheManagerWaits() {
        run(watchdog(8_000_000), 1_000, 100);
        assertEquals(50, sent.size());
        assertEquals(7, atNanos.get(0));
        assertEquals(7 + 2 * SECOND_NANOS, atNanos.get(1));
        assertTrue(sent.stream().allMatch("WATCHDOG=1"::equals));
    }

    @Test
    void withoutProgressNothingIsTold() {
        Watchdog watchdog = watchdog(8_000_000);
        run(watchdog, 1_000, 10);
        int before = sent.size();
        nowNanos += 3_600 * SECOND_NANOS;
        watchdog.expectEvery(1_000);
        assertEquals(before, sent.size());
    }

    @Test
    void aWatchdogThatIsOffIsToldNothing() {
        Watchdog watchdog = watchdog(0);
        watchdog.expectEvery(60_000);
        run(watchdog, 60_000, 10);
        assertEquals(List.of(), sent);
    }

    @Test
    void whatWasNotTakenIsToldAgainWithTheNextProgress() {
        Watchdog watchdog = watchdog(40_000_000);
        error = NotifyChannel.EAGAIN;
        run(watchdog, 1_000, 3);
        error = NotifyChannel.SENT;
        run(watchdog, 1_000, 1);
        assertEquals(List.of("WATCHDOG=1"), sent);
    }

    @Test
    void aManagerThatWaitsTooShortATimeIsAskedToWaitLongerAndShorterAgain() {
        Watchdog watchdog = watchdog(30_000_000);
        watchdog.expectEvery(1_000);
        watchdog.expectEvery(10_000);
        assertEquals(List.of(), sent);
        watchdog.expectEvery(10_001);
        watchdog.expectEvery(10_001);
        watchdog.expectEvery(60_000);
        watchdog.expectEvery(1_000);
        assertEquals(List.of("WATCHDOG_USEC=40003000", "WATCHDOG_USEC=190000000", "WATCHDOG_USEC=30000000"), sent);
    }

    /** Whatever the interval, with ticks that are late and some that are left out. */
    @Test
    void noCourseOfTicksStarvesTheManager() {
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            long configuredUsec = 1_000_000L * (2 + random.nextInt(120));
            Watchdog watchdog = watchdog(configuredUsec);
            long intervalMs = 100L + random.nextInt(100_000);
            long waitsUsec = Watchdog.neededUsec(configuredUsec, intervalMs);
            watchdog.expectEvery(intervalMs);
            atNanos.clear();
            for (int tick = 0; tick < 500; tick++) {
                watchdog.progress();
                // Every tick late by something, and now and then one is missing.
                long tookMs = intervalMs + random.nextInt((int) intervalMs / 10);
                nowNanos += tookMs * 1_000_000L * (random.nextInt(10) == 0 ? 2L : 1L);
            }
            for (int i = 1; i < atNanos.size(); i++) {
                long gapUsec = (atNanos.get(i) - atNanos.get(i - 1)) / 1_000;
                assertTrue(gapUsec < waitsUsec, "a gap of " + gapUsec + " of " + waitsUsec + " us, seed " + seed);
            }
            assertTrue(atNanos.size() > 30, "seed " + seed);
        }
    }
}
