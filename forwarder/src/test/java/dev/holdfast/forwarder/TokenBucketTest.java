package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private record Sent(long atMs, long amount) {}

    @Test
    void overAnyStretchNoMoreGoesThanTheRateAndTheBurstAllow() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            long perSecond = 1L + random.nextInt(100_000);
            double burst = perSecond * TokenBucket.BURST_MS / 1e3;
            int most = 1 + random.nextInt((int) (3 * burst) + 1); // also what is larger than the bucket
            TokenBucket bucket = new TokenBucket(perSecond, 5_000);
            List<Sent> sent = new ArrayList<>();
            long nowMs = 5_000;
            for (int i = 0; i < 300; i++) {
                nowMs += random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(50);
                long amount = 1L + random.nextInt(most);
                long waitMs = bucket.waitMs(amount, 0, nowMs);
                nowMs += waitMs;
                assertEquals(0, bucket.waitMs(amount, 0, nowMs), "seed " + seed + ": it asks for as long as it takes");
                bucket.take(amount, nowMs);
                sent.add(new Sent(nowMs, amount));
            }
            check(sent, perSecond, Math.max(burst, most), seed);
        }
    }

    private static void check(List<Sent> sent, long perSecond, double slack, long seed) {
        for (int from = 0; from < sent.size(); from++) {
            long sum = 0;
            for (int to = from; to < sent.size(); to++) {
                sum += sent.get(to).amount;
                long spanMs = sent.get(to).atMs - sent.get(from).atMs;
                double most = perSecond * spanMs / 1e3 + slack;
                assertTrue(sum <= most + 1e-6, "seed " + seed + ": " + sum + " in " + spanMs + " ms, most " + most);
            }
        }
    }

    @Test
    void noRateLetsEverythingPass() {
        TokenBucket bucket = new TokenBucket(0, 0);
        bucket.take(Long.MAX_VALUE, 0);
        assertEquals(0, bucket.waitMs(Long.MAX_VALUE, 0, 0));
    }

    @Test
    void aClockThatStandsStillGivesNothing() {
        TokenBucket bucket = new TokenBucket(1_000, 100);
        bucket.take(4_000, 100);
        assertEquals(1_000, bucket.waitMs(1_000, 0, 50));
        assertEquals(1_000, bucket.waitMs(1_000, 0, 100));
    }

    /** Live data of a third of the rate against a backlog that takes all it can get, and against none. */
    @Test
    void theBacklogCannotStarveLiveDataAndGetsWhatItLeaves() {
        for (long seed = 0; seed < 20; seed++) {
            for (boolean liveToo : new boolean[] {true, false}) {
                Random random = new Random(seed);
                long rate = 10_000;
                Throttle throttle = new Throttle(new Limits(rate, 0, 0, List.of()), 0);
                long backlog = 0;
                long liveDueMs = 0;
                long worstLiveWaitMs = 0;
                long live = 0;
                long request = 100L + random.nextInt(60_000); // of the backlog; also larger than the burst
                for (long nowMs = 0; nowMs < 600_000; nowMs += 20) {
                    if (liveToo && nowMs >= liveDueMs && throttle.waitMs(Lane.LIVE, 15_000, 1, nowMs) == 0) {
                        throttle.sent(15_000, 1, nowMs);
                        worstLiveWaitMs = Math.max(worstLiveWaitMs, nowMs - liveDueMs);
                        live += 15_000;
                        liveDueMs = nowMs + 5_000;
                    }
                    if (throttle.waitMs(Lane.BACKLOG, request, 1, nowMs) == 0) {
                        throttle.sent(request, 1, nowMs);
                        backlog += request;
                    }
                }
                String hint = "seed " + seed + " request " + request + " live " + live + " backlog " + backlog;
                assertTrue(live + backlog <= rate * 600 + 40_000 + request, hint);
                assertTrue(live + backlog >= 0.95 * rate * 600, "nothing is wasted: " + hint);
                long debtMs = Math.max(0, request - 12_000) * 1_000 / rate;
                assertTrue(worstLiveWaitMs <= 1_500 + debtMs, hint + " wait " + worstLiveWaitMs);
            }
        }
    }
}
