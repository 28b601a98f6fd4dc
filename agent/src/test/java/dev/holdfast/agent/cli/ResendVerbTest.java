package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.gaps.SampledHost;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running agent does when it is asked to send again. */
class ResendVerbTest {
    private static final long START = SampledHost.START_MS;

    @TempDir
    private Path dir;

    @Test
    void theSpanIsPendingAtOnceAndTheAnswerIsThatOfTheCommand() throws IOException {
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.run(59);
            Ledger ledger = host.store.ledger("a b%");
            TimeRange sent = new TimeRange(START, START + 60_000);
            try (Ledger.Claim claim = ledger.claim(sent)) {
                claim.settle(sent, LedgerState.DELIVERED, 0, null);
            }
            ResendVerb verb = new ResendVerb(host.store, host::nowMs);
            TimeRange span = new TimeRange(START + 10_000, START + 20_000);
            List<String> words = List.of(ResendVerb.request("a b%", span, false));
            ControlAnswer answer = verb.answer(words.subList(1, words.size()));
            assertEquals(ControlAnswer.ok(List.of("will send again to a b%: 90 samples, 10s of time")), answer);
            assertEquals(List.of(span), ledger.intervals().pending(sent));
            List<String> json = List.of(ResendVerb.request("a b%", span, true));
            assertTrue(verb.answer(json.subList(1, 5)).lines().get(0).startsWith("{\"status\":\"success\""));
        }
    }

    @Test
    void whatCannotBeIsOneLine() throws IOException {
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.store.ledger("central");
            ResendVerb verb = new ResendVerb(host.store, host::nowMs);
            assertEquals(
                    ControlAnswer.error(64, "no such upstream, \"x\": known here are central"),
                    verb.answer(List.of("x", "0", "1", "text")));
            assertThrows(IllegalArgumentException.class, () -> verb.answer(List.of("central", "0")));
            assertThrows(IllegalArgumentException.class, () -> verb.answer(List.of("central", "a", "1", "text")));
            assertEquals(List.of("central"), host.store.ledgerNames());
        }
    }
}
