package dev.holdfast.agent.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.forwarder.DeliverySpan;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GapReportTest {
    private static final long START = SampledHost.START_MS;

    @TempDir
    private Path dir;

    private static SeriesMatcher every(String... names) {
        return SeriesMatcher.of(
                Labels.METRIC_NAME, name -> names.length == 0 || List.of(names).contains(name), "some");
    }

    /** Everything that happens to a host, several times, in any order; some of it deleted; two ledgers with anything in them. */
    private static void happen(SampledHost host, Random random) throws IOException {
        for (int i = 0; i < 25; i++) {
            int lengthS = 2 + random.nextInt(15);
            host.run(2 + random.nextInt(10));
            switch (random.nextInt(7)) {
                case 0 -> host.stop(lengthS);
                case 1 -> host.suspend(lengthS);
                case 2 -> host.step(lengthS);
                case 3 -> host.starve(lengthS);
                case 4 -> host.fill(lengthS);
                case 5 -> {
                    host.run(12);
                    int toS = host.seconds().size() - 1 - random.nextInt(3);
                    int fromS = toS - 2 - random.nextInt(5);
                    host.store.delete(List.of(every()), new TimeRange(START + fromS * 1_000L, START + toS * 1_000L));
                    host.lost(fromS, toS);
                }
                default -> host.maintain();
            }
        }
        host.run(3);
        for (int i = 0; i < 40; i++) {
            Ledger ledger = host.store.ledger("up" + random.nextInt(2));
            long from = START + random.nextInt((int) (host.nowMs() - START));
            TimeRange range = new TimeRange(from, from + 1 + random.nextInt(60_000));
            LedgerState state = LedgerState.ofCode(1 + random.nextInt(6));
            if (state == LedgerState.EVICTED) {
                continue; // would contradict what is in the store
            }
            try (Ledger.Claim claim = ledger.claim(range)) {
                claim.settle(range, state, state == LedgerState.REFUSED ? 400 + random.nextInt(2) : 0, null);
            }
        }
    }

    /** Fails when the account does not add up, or says of a second what was not so. */
    private static void judge(SampledHost host, TimeRange span, GapReport report, String hint) {
        long atMs = span.fromInclusiveMs();
        for (Stretch stretch : report.timeline().stretches()) {
            assertEquals(atMs, stretch.range().fromInclusiveMs(), hint);
            atMs = stretch.range().toExclusiveMs();
            for (long ms = stretch.range().fromInclusiveMs(); ms < atMs; ms = (ms / 1_000 + 1) * 1_000) {
                int second = (int) ((ms - START) / 1_000);
                @Nullable
                Cause cause = second >= host.seconds().size()
                        ? Cause.STOPPED
                        : host.seconds().get(second);
                assertEquals(cause, stretch.cause(), hint + " second " + second);
            }
        }
        assertEquals(span.toExclusiveMs(), atMs, hint);
        assertEquals(span.lengthMs(), sum(report.timeline().lengthMs()), hint);
        assertEquals(
                report.timeline().lengthMs().get(Stretch.Kind.MISSED),
                sum(report.timeline().missedMs()),
                hint);
        assertEquals(
                List.copyOf(host.store.ledgerNames()),
                List.copyOf(report.upstreams().keySet()));
        report.upstreams().forEach((name, upstream) -> {
            assertEquals(span.lengthMs(), sum(upstream.lengthMs()), hint + " " + name);
            assertEquals(
                    upstream.lengthMs().get(DeliverySpan.Fate.REFUSED), sum(upstream.refusedMs()), hint + " " + name);
        });
    }

    private static long sum(Map<?, Long> lengthMs) {
        return lengthMs.values().stream().mapToLong(Long::longValue).sum();
    }

    private static GapReport report(SampledHost host, TimeRange span) {
        return GapReport.of(host.store, List.of(), span, host.nowMs(), false);
    }

    @Test
    void everySecondIsAccountedForByWhatReallyHappened() throws IOException {
        for (long seed = 1; seed <= 12; seed++) {
            Path directory = Files.createDirectory(dir.resolve("seed" + seed));
            Random random = new Random(seed);
            try (SampledHost host = new SampledHost(directory, 0)) {
                happen(host, random);
                TimeRange whole = new TimeRange(START, host.nowMs() + 30_000);
                judge(host, whole, report(host, whole), "seed=" + seed);
                assertEquals(new TimeRange(START, host.nowMs()), GapReport.whole(host.store, host.nowMs()));
                for (int i = 0; i < 10; i++) {
                    long from = START + random.nextInt((int) (host.nowMs() - START)) / 1_000 * 1_000L;
                    TimeRange span = new TimeRange(from, from + 1 + random.nextInt((int) (host.nowMs() - from)));
                    judge(host, span, report(host, span), "seed=" + seed + " span=" + span);
                }
            }
        }
    }

    /** The canary: an account that does not know the sampler's counts is found. */
    @Test
    void causesThatAreMadeUpAreFound() throws IOException {
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.run(5).suspend(9).run(5);
            host.store.delete(List.of(every("holdfast_ticks_missed_total")), TimeRange.ALL);
            TimeRange whole = new TimeRange(START, host.nowMs());
            GapReport report = report(host, whole);
            assertThrows(AssertionError.class, () -> judge(host, whole, report, "canary"));
        }
    }

    @Test
    void anotherIntervalIsNoGap() throws IOException {
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.run(19).interval(5_000, 2);
            host.run(4).run(5).run(50).interval(1_000, 5).run(20);
            TimeRange whole = new TimeRange(START, host.nowMs());
            GapReport report = report(host, whole);
            assertTrue(
                    report.timeline().lengthMs().get(Stretch.Kind.MISSED) <= 5_000,
                    report.timeline().stretches().toString());
            assertEquals(1_000, report.intervalMs());
        }
    }

    @Test
    void whatRetentionTookIsEvictedAndKeepsWhatTheUpstreamHad() throws IOException {
        try (SampledHost host = new SampledHost(dir, 100_000)) {
            Ledger ledger = host.store.ledger("central");
            host.run(200);
            TimeRange sent = new TimeRange(START, START + 40_000);
            try (Ledger.Claim claim = ledger.claim(sent)) {
                claim.settle(sent, LedgerState.DELIVERED, 0, null);
            }
            host.maintain();
            TimeRange whole = GapReport.whole(host.store, host.nowMs());
            assertEquals(START, whole.fromInclusiveMs());
            GapReport report = report(host, whole);
            assertEquals(
                    List.of(Stretch.Kind.EVICTED, Stretch.Kind.COLLECTED),
                    report.timeline().stretches().stream().map(Stretch::kind).toList());
            Map<DeliverySpan.Fate, Long> central =
                    report.upstreams().get("central").lengthMs();
            assertEquals(40_000, central.get(DeliverySpan.Fate.DELIVERED));
            assertEquals(
                    report.timeline().lengthMs().get(Stretch.Kind.EVICTED) - 40_000,
                    central.get(DeliverySpan.Fate.EVICTED));
            assertEquals(
                    report.timeline().lengthMs().get(Stretch.Kind.COLLECTED), central.get(DeliverySpan.Fate.PENDING));
        }
    }

    @Test
    void anAgentThatRunsHasNoGapAtTheEnd() throws IOException {
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.run(10);
            long nowMs = host.nowMs() + 900;
            TimeRange whole = new TimeRange(START, nowMs);
            assertEquals(
                    Map.of(),
                    GapReport.of(host.store, List.of(), whole, nowMs, true)
                            .timeline()
                            .missedMs());
            long laterMs = host.nowMs() + 60_000;
            assertEquals(
                    Map.of(Cause.UNKNOWN, 59_000L),
                    GapReport.of(host.store, List.of(), new TimeRange(START, laterMs), laterMs, true)
                            .timeline()
                            .missedMs());
        }
    }

    @Test
    void aBoundKeepsTheNewestOfEachListAndTheLengthsOfAll() throws IOException {
        try (SampledHost host = new SampledHost(dir, 0)) {
            host.run(5).suspend(9).run(5).stop(9);
            host.run(5).suspend(9).run(5);
            GapReport report = report(host, new TimeRange(START, host.nowMs()));
            List<Stretch> all = report.timeline().stretches();
            assertTrue(all.size() > 4, all.toString());
            assertTrue(GapsJson.hasMoreThan(all.size() - 1, report));
            assertFalse(GapsJson.hasMoreThan(all.size(), report));
            String whole = intervals(report, all.size());
            String few = intervals(report, 2);
            assertEquals(all.size(), whole.split("\"state\"", -1).length - 1, whole);
            assertEquals(2, few.split("\"state\"", -1).length - 1, few);
            String newest = "{\"fromMs\":" + all.get(all.size() - 2).range().fromInclusiveMs();
            assertEquals(whole.substring(whole.lastIndexOf(newest)), few.substring(few.lastIndexOf(newest)));
            assertEquals(
                    whole.substring(0, whole.indexOf("\"missing\"")), few.substring(0, few.indexOf("\"missing\"")));
        }
    }

    private static String intervals(GapReport report, int most) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new GapsJson(json, most).writeIntervals(report);
        }
        return text.toString();
    }
}
