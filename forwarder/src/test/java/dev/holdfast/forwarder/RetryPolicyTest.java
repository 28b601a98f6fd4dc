package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.exchange.SendResult;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final SendResult.Retry FAILURE = new SendResult.Retry(503, "503", 0, true);

    @Test
    void aPauseIsTheGapLessChanceAndNeverZero() {
        assertEquals(5_000, RetryPolicy.delayMs(gap(5_000), FAILURE, 0));
        assertEquals(4_109, RetryPolicy.delayMs(gap(5_000), FAILURE, 0.99));
        assertEquals(1, RetryPolicy.delayMs(gap(1), FAILURE, 0.99));
        assertEquals(4_550, RetryPolicy.pauseMs(gap(5_000), 0.5));
        assertEquals(0, RetryPolicy.pauseMs(Spacing.NONE, 0.5));
    }

    @Test
    void theUpstreamsWishIsHonouredWithinReasonAndSpread() {
        SendResult.Retry asked = new SendResult.Retry(429, "429", 20_000, false);
        assertEquals(20_000, RetryPolicy.delayMs(gap(30), asked, 0));
        assertEquals(30_000, RetryPolicy.delayMs(gap(30), asked, 0.5));
        SendResult.Retry hour = new SendResult.Retry(429, "429", 3_600_000, false);
        assertTrue(RetryPolicy.delayMs(gap(30), hour, 0.99) <= 3_900_000);
        SendResult.Retry year = new SendResult.Retry(429, "429", 365L * 86_400_000, false);
        assertEquals(RetryPolicy.RETRY_AFTER_MAX_MS, RetryPolicy.delayMs(gap(30), year, 0));
        SendResult.Retry shorter = new SendResult.Retry(503, "503", 1, true);
        assertEquals(5_000, RetryPolicy.delayMs(gap(5_000), shorter, 0));
    }

    @Test
    void whatOnlyPeopleCanMendIsAskedSeldom() {
        assertEquals(30_000, RetryPolicy.deniedDelayMs(1, 0));
        assertEquals(300_000, RetryPolicy.deniedDelayMs(10, 0));
        assertEquals(300_000, RetryPolicy.deniedDelayMs(Integer.MAX_VALUE, 0));
    }

    private static Spacing gap(double ms) {
        return new Spacing(ms, 1, 0, false, false);
    }
}
