package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file backoff of the 2.0 suite. */
class BackoffTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        return new Suite("backoff")
                .check("exponential_backoff_on_retries", () -> {
                    long[] gaps = outage(12, 503);
                    for (int i = 1; i < gaps.length; i++) {
                        assertTrue(gaps[i] >= 0.8 * gaps[i - 1], "shrinks: " + Arrays.toString(gaps));
                    }
                    assertTrue(gaps[5] >= 16 * gaps[0], "does not double: " + Arrays.toString(gaps));
                })
                .check("backoff_required", () -> {
                    for (int status : new int[] {429, 500, 503}) {
                        long[] gaps = outage(8, status);
                        assertTrue(Arrays.stream(gaps).allMatch(gap -> gap >= 20), Arrays.toString(gaps));
                        assertTrue(gaps.length >= 8);
                    }
                })
                .check("backoff_max_delay", () -> {
                    long[] gaps = outage(40, 500);
                    assertTrue(Arrays.stream(gaps).allMatch(gap -> gap <= 30_000), Arrays.toString(gaps));
                })
                .check("backoff_with_jitter", () -> {
                    long[] gaps = outage(30, 500);
                    long different = Arrays.stream(gaps).skip(10).distinct().count();
                    assertTrue(different > 10, "no jitter: " + Arrays.toString(gaps));
                });
    }

    /** The pauses between attempts of an upstream that fails so often. */
    private static long[] outage(int failures, int status) {
        try (Sender sender = new Sender(Version.V2)) {
            Target one = new Target().counter("requests_total");
            sender.refusing(failures, status).scrape(one, 1, 10_000).run(1_500_000);
            Recording seen = sender.recording();
            BehaviourChecks.nothingLost(seen);
            assertEquals(failures + 1, seen.exchanges().size());
            return BehaviourChecks.gapsMs(seen);
        }
    }
}
