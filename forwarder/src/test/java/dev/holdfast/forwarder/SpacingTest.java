package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpacingTest {
    private static final UpstreamOptions OPTIONS =
            UpstreamOptions.builder("central", URI.create("http://host/")).build();
    private static final long FREELY = Long.MAX_VALUE;
    private static final SendResult.Retry FAILURE = new SendResult.Retry(503, "503", 0, true);

    @Test
    void pausesOfAnOutageDoubleUpToTheBound() {
        assertEquals(30, fail(Spacing.NONE, 1, false).gapMs());
        assertEquals(60, fail(Spacing.NONE, 2, false).gapMs());
        assertEquals(15_360, fail(Spacing.NONE, 10, false).gapMs());
        assertEquals(30_000, fail(Spacing.NONE, 11, false).gapMs());
        assertEquals(30_000, fail(Spacing.NONE, 1_000, false).gapMs());
    }

    @Test
    void oneFailureCostsAMomentAndIsForgotten() {
        Spacing after = fail(Spacing.NONE, 1, false).afterSuccess(OPTIONS, FREELY);
        assertEquals(0, after.gapMs());
    }

    @Test
    void afterAnOutageEachSuccessHalvesThePause() {
        Spacing spacing = fail(Spacing.NONE, 200, false);
        double totalMs = 0;
        int requests = 0;
        for (; spacing.gapMs() > 0; requests++) {
            totalMs += spacing.gapMs();
            spacing = spacing.afterSuccess(OPTIONS, FREELY);
        }
        assertEquals(10, requests);
        assertTrue(totalMs <= 60_000, "a minute until full speed: " + totalMs);
        assertFalse(spacing.contested());
    }

    @Test
    void withoutALinkOfItsOwnAHostAsksEveryFewSeconds() {
        Spacing spacing = fail(Spacing.NONE, 500, true);
        assertEquals(Spacing.LOCAL_MAX_MS, spacing.gapMs());
        double totalMs = 0;
        for (; spacing.gapMs() > 0; spacing = spacing.afterSuccess(OPTIONS, FREELY)) {
            totalMs += spacing.gapMs();
        }
        assertTrue(totalMs <= 10_000, "ten seconds until full speed: " + totalMs);
    }

    @Test
    void aLimitIsRememberedUntilALongRowOfSuccesses() {
        Spacing spacing = fail(Spacing.NONE, 3, false).afterSuccess(OPTIONS, FREELY);
        assertTrue(spacing.contested());
        spacing = spacing.afterFailure(OPTIONS, 10_000, FAILURE);
        assertEquals(15_000, spacing.gapMs(), "the pace at which it was met counts");
        Spacing after = spacing.afterSuccess(OPTIONS, FREELY);
        assertTrue(after.gapMs() > 14_000 && after.gapMs() < 15_000, after.toString());
        assertTrue(after.batchDeadlineMs(OPTIONS) == 30_000, "fewer and fuller requests");
        int requests = 0;
        for (; after.gapMs() > 0; requests++) {
            after = after.afterSuccess(OPTIONS, FREELY);
        }
        assertTrue(requests > 20 && requests < 70, "requests: " + requests);
        assertEquals(OPTIONS.batchDeadlineMs(), Spacing.NONE.batchDeadlineMs(OPTIONS));
    }

    @Test
    void whateverHappensPausesAreWithinTheirBoundsAndDoNotShrinkMuchFromFailureToFailure() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long minMs = 1L + random.nextInt(1_000);
            UpstreamOptions options = UpstreamOptions.builder("u", URI.create("http://host/"))
                    .minBackoffMs(minMs)
                    .maxBackoffMs(minMs + random.nextInt(60_000))
                    .build();
            Spacing spacing = Spacing.NONE;
            double good = random.nextDouble();
            long before = 0;
            for (int i = 0; i < 500; i++) {
                if (random.nextDouble() < good) {
                    spacing = spacing.afterSuccess(options, FREELY);
                    assertTrue(RetryPolicy.pauseMs(spacing, random.nextDouble()) <= options.maxBackoffMs());
                    before = 0;
                } else {
                    spacing = spacing.afterFailure(options, random.nextInt(100_000), FAILURE);
                    long delayMs = RetryPolicy.delayMs(spacing, FAILURE, random.nextDouble());
                    assertTrue(delayMs >= 1 && delayMs >= minMs * 0.8, "seed " + seed + ": " + delayMs);
                    assertTrue(delayMs <= options.maxBackoffMs(), "seed " + seed + ": " + delayMs);
                    assertTrue(delayMs >= before * 0.8, "seed " + seed + ": " + delayMs + " after " + before);
                    before = delayMs;
                }
            }
        }
    }

    @Test
    void aLimitMakesALaneNoSlowerThanWhatComesIn() {
        Spacing spacing = fail(Spacing.NONE, 3, false).afterSuccess(OPTIONS, 2_700);
        for (int i = 0; i < 20; i++) {
            spacing = spacing.afterFailure(OPTIONS, 10_000, FAILURE).afterSuccess(OPTIONS, 2_700);
            assertTrue(spacing.gapMs() <= 2_700, spacing.toString());
        }
        assertEquals(3_333, new Pace(1, 0.5, 1, 1).keepUpMs(2_000));
        assertEquals(Long.MAX_VALUE, new Pace(1, 0, 1, 1).keepUpMs(2_000));
    }

    @Test
    void aLineThatLosesRequestsIsNoLimit() {
        Spacing spacing = Spacing.NONE;
        SendResult.Retry lost = new SendResult.Retry(0, "connection reset", 0, true);
        for (int i = 0; i < 100; i++) {
            spacing = spacing.afterFailure(OPTIONS, 5_000, lost).afterSuccess(OPTIONS, FREELY);
            assertFalse(spacing.contested());
        }
        assertTrue(spacing.gapMs() <= 60, spacing.toString());
    }

    private static Spacing fail(Spacing spacing, int times, boolean local) {
        Spacing result = spacing;
        for (int i = 0; i < times; i++) {
            result = result.afterFailure(OPTIONS, 20, new SendResult.Retry(503, "", 0, !local, local));
        }
        return result;
    }
}
