package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.forwarder.Outlook;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveStatusTest {
    @Test
    void linesOfANewerAgentAreReadAsFarAsTheyAreKnown() {
        LiveStatus status = LiveStatus.parse(List.of(
                "ready=no",
                "mood=good",
                "reason=upstream a=b: oldest undelivered sample 2h old, more than 15m",
                "upstream=a=b",
                "sent_per_second=12.5",
                "new_per_second=3.0",
                "eta_ms=never",
                "colour=blue",
                "held_by=",
                "upstream=other"));
        assertEquals(
                new Readiness(List.of("upstream a=b: oldest undelivered sample 2h old, more than 15m")),
                status.readiness());
        assertEquals(
                Map.of(
                        "a=b", new Outlook(12.5, 3, Outlook.NEVER, ""),
                        "other", new Outlook(0, 0, Outlook.NEVER, "")),
                status.upstreams());
    }

    @Test
    void whatIsNoStatusIsNotTakenForOne() {
        assertThrows(IllegalArgumentException.class, () -> LiveStatus.parse(List.of()));
        assertThrows(IllegalArgumentException.class, () -> LiveStatus.parse(List.of("usage: reload, resend")));
        assertThrows(IllegalArgumentException.class, () -> LiveStatus.parse(List.of("ready=yes", "reason=x")));
        assertThrows(IllegalArgumentException.class, () -> LiveStatus.parse(List.of("ready=no")));
    }
}
