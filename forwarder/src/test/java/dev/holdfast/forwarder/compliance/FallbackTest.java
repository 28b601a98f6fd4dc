package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file fallback of the 2.0 suite, and the receivers that lie. */
class FallbackTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        return new Suite("fallback")
                .check("fallback_on_415_unsupported_media_type", () -> fallsBack(Answer.of(415)))
                .check("retry_with_different_version", () -> {
                    fallsBack(Answer.of(400, "snappy: corrupt input")); // how receivers from before 2.0 say it
                    fallsBack(Answer.of(204)); // the lie
                    fallsBack(Answer.of(200).written(0));
                })
                .check("fallback_header_changes", () -> {
                    Recording seen = fallsBack(Answer.of(415));
                    assertEquals(
                            List.of(
                                    "application/x-protobuf;proto=io.prometheus.write.v2.Request",
                                    "application/x-protobuf"),
                            seen.exchanges().stream()
                                    .map(exchange -> exchange.header("Content-Type"))
                                    .distinct()
                                    .toList());
                })
                .check("accept_success_after_fallback", () -> {
                    try (Sender sender = old(Answer.of(415))) {
                        sender.scrape(Target.standard(), 5, 1_000).settle();
                        assertEquals(0, sender.rig.forwarder().totals().retries());
                        assertEquals(0, sender.rig.forwarder().totals().samplesRefused());
                        assertEquals(List.of(), sender.rig.forwarder().status().pending());
                    }
                })
                .check("persistent_fallback_choice", FallbackTest::aDayLater)
                .check("no_fallback_on_2xx", () -> {
                    BehaviourChecks.stays(Sender.standard(Version.V2), "2.0.0");
                    try (Sender sender = new Sender(Version.AUTO)) {
                        Recording seen = sender.scrape(Target.standard(), 10, 1_000)
                                .settle()
                                .recording();
                        BehaviourChecks.stays(seen, "2.0.0");
                        BehaviourChecks.nothingLost(seen);
                    }
                });
    }

    /** A sender that has to find out that its receiver, which answers 2.0 so, knows 1.0 only. */
    private static Sender old(Answer answer) {
        return new Sender(Version.AUTO).answering(request -> request.isV2() ? answer : Answer.of(204));
    }

    private static Recording fallsBack(Answer answer) {
        try (Sender sender = old(answer)) {
            Recording seen =
                    sender.scrape(Target.standard(), 15, 1_000).settle().recording();
            BehaviourChecks.fallsBack(seen);
            // What the lie was told about was not stored: only what 1.0 brought counts.
            DataChecks.arrivedAsStored(
                    new Recording(seen.exchanges().subList(1, seen.exchanges().size()), seen.stored(), seen.nowMs()));
            return seen;
        }
    }

    private static void aDayLater() {
        try (Sender sender = old(Answer.of(415))) {
            Target one = new Target().counter("requests_total");
            sender.scrape(one, 20, 3_600_000);
            BehaviourChecks.fallsBack(sender.recording());
            sender.answering(Sender.TAKES_ALL).scrape(one, 10, 3_600_000);
            Recording seen = sender.recording();
            List<String> versions = seen.exchanges().stream()
                    .map(exchange -> exchange.header("X-Prometheus-Remote-Write-Version"))
                    .toList();
            assertEquals("0.1.0", versions.get(21), "before the day is over");
            assertEquals("2.0.0", versions.get(versions.size() - 1), "after it");
            sender.answering(request -> request.isV2() ? Answer.of(415) : Answer.of(204));
            sender.rig.restart(sender.options());
            sender.scrape(one, 1, 10_000);
            assertEquals(
                    "2.0.0",
                    sender.exchanges().get(versions.size()).header("X-Prometheus-Remote-Write-Version"),
                    "a new process asks anew");
        }
    }
}
