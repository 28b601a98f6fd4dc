package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.gaps.SampledHost;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gaps} and {@code resend} over the directory of an agent that had some trouble. */
class GapsCommandTest {
    private static final long START = SampledHost.START_MS; // 06:00:00 UTC

    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    @BeforeEach
    void sample() throws IOException {
        console = new TestConsole(dir);
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.run(59).stop(61).run(59).starve(3).suspend(31).run(26);
            settle(host, "central", 0, 90, LedgerState.DELIVERED, 0);
            settle(host, "central", 90, 150, LedgerState.REFUSED, 400);
            settle(host, "archive", 0, 60, LedgerState.SKIPPED, 0);
        }
    }

    private static void settle(SampledHost host, String name, int fromS, int toS, LedgerState state, int status)
            throws IOException {
        TimeRange range = new TimeRange(START + fromS * 1_000L, START + toS * 1_000L);
        try (Ledger.Claim claim = host.store.ledger(name).claim(range)) {
            // Order strict, and a bound of five minutes.
            List<Long> numbers = List.of(40L, 0L, 7L, 2L, 0L, 0L, 0L, 900L, 12L, 3L, START, 0L, 0L, 1L, 300_000L);
            claim.settle(range, state, status, new Ledger.Note(START, "204 ok", numbers));
        }
    }

    @Test
    void theWholeStoryAtAGlance() {
        assertEquals(0, console.run("gaps", "--start", "06:00", "--end", "06:05"), console.err());
        assertEquals("""
                from       2026-11-22 06:00:00 UTC
                to         2026-11-22 06:05:00 UTC, 5m
                ticks      every 1s

                               time    share  gaps
                collected    2m 28s  49.33 %
                missed       2m 32s  50.67 %
                  stopped        2m  40.00 %     2  the agent did not run
                  suspended     30s  10.00 %     1  the host was suspended
                  late           2s   0.67 %     1  the host or the agent was too slow

                upstream  delivered  pending  refused  skipped  nothing
                archive           -   1m 27s        -       1m   2m 32s
                central          1m      57s      30s        -   2m 32s
                central: 30s refused with status 400

                missed from          to                   length  why
                2026-11-22 06:01:00  2026-11-22 06:02:00      1m  stopped
                2026-11-22 06:03:00  2026-11-22 06:03:02      2s  late
                2026-11-22 06:03:03  2026-11-22 06:03:33     30s  suspended
                2026-11-22 06:04:00  2026-11-22 06:05:00      1m  stopped
                """, console.out());
        assertEquals("", console.err());
    }

    @Test
    void anUpstreamsIntervalsAreListed() {
        assertEquals(
                0, console.run("gaps", "--start", "06:00", "--end", "06:03", "--upstream", "central"), console.err());
        assertEquals("""
                from       2026-11-22 06:00:00 UTC
                to         2026-11-22 06:03:00 UTC, 3m
                ticks      every 1s
                upstream   central

                from                 to                   length  state      status
                2026-11-22 06:00:00  2026-11-22 06:01:00      1m  delivered
                2026-11-22 06:01:00  2026-11-22 06:02:00      1m  nothing
                2026-11-22 06:02:00  2026-11-22 06:02:30     30s  refused       400
                2026-11-22 06:02:30  2026-11-22 06:03:00     30s  pending
                """, console.out());
    }

    @Test
    void programsGetStableNames() {
        assertEquals(0, console.run("gaps", "--start", "06:00", "--end", "06:05", "-o", "json"), console.err());
        String json = console.out();
        assertTrue(
                json.startsWith("{\"status\":\"success\",\"data\":{\"span\":{\"fromMs\":1795327200000,"
                        + "\"from\":\"2026-11-22T06:00:00Z\",\"toMs\":1795327500000,\"to\":\"2026-11-22T06:05:00Z\","
                        + "\"lengthMs\":300000},\"intervalMs\":1000,\"lengthMs\":{\"collected\":148000,\"imported\":0,"
                        + "\"thinned\":0,\"evicted\":0,\"missed\":152000,\"before\":0},"),
                json);
        assertTrue(
                json.contains("{\"fromMs\":1795327383000,\"from\":\"2026-11-22T06:03:03Z\",\"toMs\":1795327413000,"
                        + "\"to\":\"2026-11-22T06:03:33Z\",\"lengthMs\":30000,\"reason\":\"suspended\"}"),
                json);
        assertTrue(
                json.contains("{\"name\":\"central\",\"lengthMs\":{\"delivered\":60000,\"pending\":57001,"
                        + "\"refused\":30000,\"parked\":0,\"thinned\":0,\"evicted\":0,\"skipped\":0,"
                        + "\"nothing\":152999},\"refusedMs\":{\"400\":30000}}"),
                json);
    }

    @Test
    void anUnknownUpstreamIsOneLineThatListsTheKnown() {
        assertEquals(ExitStatus.USAGE, console.run("gaps", "--upstream", "centrl"));
        assertEquals("holdfast: no such upstream, \"centrl\": known here are archive, central\n", console.err());
        assertEquals(ExitStatus.USAGE, console.run("resend", "--upstream", "centrl", "--since", "1d"));
        assertEquals("holdfast: no such upstream, \"centrl\": known here are archive, central\n", console.err());
    }

    @Test
    void aResendSaysHowMuchAndWhatWillNotPass() {
        String[] span = {"resend", "--upstream", "central", "--start", "06:00:30", "--end", "06:01:59.999"};
        assertEquals(0, console.run(span[0], span[1], span[2], span[3], span[4], span[5], span[6], "--dry-run"));
        assertTrue(
                console.out().startsWith("would send again to central: 270 samples, 1m 30s of time\n"), console.out());
        assertEquals(0, console.run(span), console.err());
        assertEquals("""
                will send again to central: 270 samples, 1m 30s of time
                order strict: 1m 30s of it is older than max_age 5m, and would be skipped; raise max_age for as long as it takes
                """, console.out());
        assertEquals(0, console.run(span), console.err());
        assertEquals(
                "nothing to send again to central: what is there is pending already, 1m 30s of time\n", console.out());
        assertEquals(ExitStatus.USAGE, console.run("resend", "--upstream", "central", "--start", "06:00"));
        assertEquals(1, console.err().lines().count());
    }

    @Test
    void theStatusSaysWhatWasRefused() {
        assertEquals(0, console.run("status"), console.err());
        assertTrue(console.out().endsWith("""
                upstream   central
                pending    522 samples, the oldest 5h 57m old
                delivered  up to 2026-11-22 06:01:29.999 UTC
                sent       40 samples, 900 B in 12 requests, 3 of them retries, the last 6h ago
                unwritten  2 samples, which it answered that it did not write
                refused    7 samples, 1m of time: 1m with status 400
                answer     204 ok, 6h ago
                """), console.out());
        assertEquals(0, console.run("status", "-o", "json"), console.err());
        assertTrue(console.out().contains("\"account\":{\"samplesSent\":40,"), console.out());
    }
}
