package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.SendTotals;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.Wire.Version;
import dev.holdfast.storage.LedgerState;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file response of the 2.0 suite: what answers are believed, and what of them is not. */
class ResponseTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    private static final Target TARGET = Target.standard();

    static Suite suite() {
        return new Suite("response")
                .check("ignore_response_body_on_success", () -> {
                    for (String body :
                            List.of("error: nothing was stored", "{\"status\":\"error\"}", "x".repeat(1 << 20))) {
                        delivered(request -> Answer.of(200, body).written(request.sampleCount()));
                    }
                })
                .check("process_written_count_headers", () -> {
                    SendTotals less = totals(request -> Answer.of(200).written(request.sampleCount() - 3));
                    assertTrue(less.samplesUnwritten() > 0 && less.samplesUnwritten() % 3 == 0, less.toString());
                    SendTotals more = totals(request -> Answer.of(200).written(request.sampleCount() + 3));
                    assertEquals(0, more.samplesUnwritten());
                    assertEquals(stored(), more.samplesSent());
                })
                .check("handle_partial_write_response", ResponseTest::partlyWrittenIsNotSentAgain)
                .check("handle_missing_written_headers", ResponseTest::silenceIsNotStored)
                .check("log_error_messages_verbatim", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        String text = "err: \"out of order\" <b>100%</b> ${x} written: 400";
                        sender.answering(request -> Answer.of(400, text))
                                .scrape(TARGET, 3, 1_000)
                                .settle();
                        String note = noteText(sender);
                        assertTrue(note.contains(text), note);
                    }
                })
                .check("handle_large_error_body", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        sender.answering(request -> sender.exchanges().size() < 3
                                        ? Answer.of(503, "e".repeat(1 << 20))
                                        : Sender.TAKES_ALL.apply(request))
                                .scrape(TARGET, 3, 1_000)
                                .settle();
                        BehaviourChecks.nothingLost(sender.recording());
                    }
                })
                .check(
                        "handle_204_no_content",
                        () -> delivered(request -> Answer.of(204).written(request.sampleCount())))
                .check(
                        "handle_200_ok",
                        () -> delivered(request -> Answer.of(200).written(request.sampleCount())))
                .check("content_type_negotiation", () -> {
                    WireChecks.header(Sender.standard(Version.V1), "Content-Type", "application/x-protobuf");
                    WireChecks.header(
                            Sender.standard(Version.V2),
                            "Content-Type",
                            "application/x-protobuf;proto=io.prometheus.write.v2.Request");
                });
    }

    private static void delivered(Function<Receiver.Request, Answer> script) {
        SendTotals totals = totals(script);
        assertEquals(stored(), totals.samplesSent());
        assertEquals(0, totals.retries());
        assertEquals(0, totals.samplesUnwritten());
    }

    private static long stored() {
        return 3L * TARGET.series().size();
    }

    private static SendTotals totals(Function<Receiver.Request, Answer> script) {
        try (Sender sender = new Sender(Version.V2)) {
            sender.answering(script).scrape(TARGET, 3, 1_000).settle();
            assertEquals(List.of(), sender.rig.forwarder().status().pending());
            return sender.rig.forwarder().totals();
        }
    }

    /** 400 and some written: the good part is stored, and nothing of it comes again; the difference is told. */
    private static void partlyWrittenIsNotSentAgain() {
        try (Sender sender = new Sender(Version.V2)) {
            Recording seen = sender.answering(request -> sender.exchanges().isEmpty()
                            ? Answer.of(400, "one is out of order").written(request.sampleCount() - 1)
                            : Sender.TAKES_ALL.apply(request))
                    .scrape(TARGET, 12, 1_000)
                    .settle()
                    .recording();
            BehaviourChecks.neverAgainAfter(seen, 400);
            assertEquals(1, sender.rig.forwarder().totals().samplesUnwritten());
            List<LedgerState> states = sender.rig.ledger().intervals().entries().stream()
                    .map(entry -> entry.state())
                    .toList();
            assertEquals(List.of(LedgerState.REFUSED, LedgerState.DELIVERED), states);
            assertEquals(400, sender.rig.ledger().intervals().entries().get(0).detail());
        }
    }

    /** 2xx without counts, and no other version to fall back to: nothing was stored, so nothing is delivered. */
    private static void silenceIsNotStored() {
        try (Sender sender = new Sender(Version.V2)) {
            sender.answering(request -> Answer.of(204))
                    .scrape(TARGET, 12, 1_000)
                    .settle();
            assertEquals(0, sender.rig.forwarder().totals().samplesSent());
            assertEquals(List.of(), sender.rig.ledger().intervals().entries());
            assertTrue(noteText(sender).contains("set protocol to 1.0 or auto"), noteText(sender));
            Recording lie = sender.recording();
            Recording seen = sender.answering(Sender.TAKES_ALL).run(600_000).recording();
            int first = lie.exchanges().size();
            DataChecks.arrivedAsStored(new Recording(
                    seen.exchanges().subList(first, seen.exchanges().size()), seen.stored(), seen.nowMs()));
        }
    }

    private static String noteText(Sender sender) {
        return String.valueOf(sender.rig.ledger().note());
    }
}
