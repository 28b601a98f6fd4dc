package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.exchange.SendResult;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.net.URI;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final UpstreamOptions OPTIONS =
            UpstreamOptions.builder("central", URI.create("http://host/")).build();
    private static final SendResult.Retry FAILURE = new SendResult.Retry(503, "503", 0, true);

    @Test
    void pausesDoubleUpToTheBound() {
        assertEquals(30, RetryPolicy.delayMs(1, FAILURE, OPTIONS, 0));
        assertEquals(60, RetryPolicy.delayMs(2, FAILURE, OPTIONS, 0));
        assertEquals(3_840, RetryPolicy.delayMs(8, FAILURE, OPTIONS, 0));
        assertEquals(5_000, RetryPolicy.delayMs(9, FAILURE, OPTIONS, 0));
        assertEquals(5_000, RetryPolicy.delayMs(Integer.MAX_VALUE, FAILURE, OPTIONS, 0));
    }

    @Test
    void pausesDifferFromHostToHostButNeverShrinkMuch() {
        Random random = new Random(3);
        Set<Long> seen = new HashSet<>();
        for (int round = 0; round < 1_000; round++) {
            long before = 0;
            for (int attempts = 1; attempts < 20; attempts++) {
                long delayMs = RetryPolicy.delayMs(attempts, FAILURE, OPTIONS, random.nextDouble());
                assertTrue(delayMs >= before * 0.8, delayMs + " after " + before);
                assertTrue(delayMs <= OPTIONS.maxBackoffMs());
                before = delayMs;
            }
            seen.add(before);
        }
        assertTrue(seen.size() > 100, "jitter: " + seen.size());
    }

    @Test
    void theUpstreamsWishIsHonouredWithinReason() {
        SendResult.Retry asked = new SendResult.Retry(429, "429", 20_000, false);
        assertEquals(20_000, RetryPolicy.delayMs(1, asked, OPTIONS, 0));
        assertTrue(RetryPolicy.delayMs(1, asked, OPTIONS, 0.99) >= 20_000);
        SendResult.Retry year = new SendResult.Retry(429, "429", 365L * 86_400_000, false);
        assertEquals(RetryPolicy.RETRY_AFTER_MAX_MS, RetryPolicy.delayMs(1, year, OPTIONS, 0));
        SendResult.Retry shorter = new SendResult.Retry(503, "503", 1, true);
        assertEquals(5_000, RetryPolicy.delayMs(20, shorter, OPTIONS, 0));
    }

    @Test
    void whatOnlyPeopleCanMendIsAskedSeldom() {
        assertEquals(30_000, RetryPolicy.deniedDelayMs(1, 0));
        assertEquals(300_000, RetryPolicy.deniedDelayMs(10, 0));
    }
}
