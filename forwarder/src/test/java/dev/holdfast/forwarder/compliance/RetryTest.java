package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file retry of the 2.0 suite. One series and one sample a request, so that nothing is left to cut in two. */
class RetryTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        return new Suite("retry")
                .check("no_retry_on_400", () -> refusedForGood(400))
                .check("no_retry_on_401", () -> heldUntilItIsMended(401))
                .check("no_retry_on_404", () -> heldUntilItIsMended(404))
                .check("may_retry_on_429", RetryTest::waitsAsLongAsItIsAsked)
                .check("retry_on_500", () -> again(500))
                .check("retry_on_503", () -> again(503))
                .check("retry_on_502", () -> again(502))
                .check("retry_on_504", () -> again(504))
                .check("no_retry_on_413", () -> refusedForGood(413));
    }

    private static final Target ONE = new Target().counter("requests_total");

    private static void refusedForGood(int status) {
        for (Version version : List.of(Version.V1, Version.V2)) {
            try (Sender sender = new Sender(version)) {
                Recording seen = sender.refusing(2, status)
                        .scrape(ONE, 6, 10_000)
                        .settle()
                        .recording();
                BehaviourChecks.neverAgainAfter(seen, status);
                assertEquals(6, seen.exchanges().size());
                assertEquals(2, sender.rig.forwarder().totals().samplesRefused());
            }
        }
    }

    /** The fault is not the data's: it is kept, asked for again half a minute later at the earliest, and nothing is lost. */
    private static void heldUntilItIsMended(int status) {
        for (Version version : List.of(Version.V1, Version.V2)) {
            try (Sender sender = new Sender(version)) {
                sender.refusing(2, status).scrape(ONE, 1, 10_000).run(13_000);
                assertEquals(1, sender.exchanges().size(), "sent again at once after " + status);
                Recording seen = sender.run(180_000).recording();
                assertTrue(Arrays.stream(BehaviourChecks.gapsMs(seen)).allMatch(gap -> gap >= 24_000));
                BehaviourChecks.nothingLost(seen);
            }
        }
    }

    private static void again(int status) {
        for (Version version : List.of(Version.V1, Version.V2, Version.AUTO)) {
            try (Sender sender = new Sender(version)) {
                Recording seen = sender.refusing(3, status)
                        .scrape(ONE, 3, 10_000)
                        .settle()
                        .recording();
                BehaviourChecks.againAfter(seen, status);
                BehaviourChecks.nothingLost(seen);
                for (int i = 1; i <= 3; i++) {
                    assertEquals("" + i, seen.exchanges().get(i).header("Retry-Attempt"));
                }
            }
        }
    }

    private static void waitsAsLongAsItIsAsked() {
        try (Sender sender = new Sender(Version.V2)) {
            sender.answering(request -> sender.exchanges().isEmpty()
                    ? Answer.of(429).with("Retry-After", "7")
                    : Sender.TAKES_ALL.apply(request));
            Recording seen = sender.scrape(ONE, 3, 10_000).settle().recording();
            BehaviourChecks.againAfter(seen, 429);
            assertTrue(BehaviourChecks.gapsMs(seen)[0] >= 7_000);
            BehaviourChecks.nothingLost(seen);
        }
    }
}
