package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.forwarder.testing.DiskStore;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.Backfill;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger remembers through everything that happens to an agent: what has arrived, and how much it was. */
class LedgerTest {
    private static final long MINUTE = 60_000;

    /** An upstream that holds every sample to the bits that it had when it came first. */
    private static final class Memory {
        private final AnyOrderTsdb tsdb = new AnyOrderTsdb();
        private final Map<Labels, Map<Long, Long>> seen = new HashMap<>();
        private long repeated;

        synchronized Answer write(Receiver.Request request) {
            for (DecodedSeries series : request.series()) {
                Map<Long, Long> samples = seen.computeIfAbsent(series.labels(), labels -> new HashMap<>());
                for (int i = 0; i < series.timestampsMs().size(); i++) {
                    Long before = samples.put(
                            series.timestampsMs().get(i), series.valueBits().get(i));
                    if (before != null) {
                        repeated++;
                        assertEquals(before, series.valueBits().get(i), "sent again with another value");
                    }
                }
            }
            return Answer.of(tsdb.write(request.series()));
        }

        synchronized long repeated() {
            return repeated;
        }
    }

    @Test
    void countsGoOnAfterARestartOfTheProcess(@TempDir Path directory) throws IOException {
        long sent;
        long bytes;
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            rig.sampling(10, 1_000).run(MINUTE);
            sent = rig.forwarder().totals().samplesSent();
            bytes = rig.forwarder().totals().bytesSent();
            assertTrue(sent >= 500, "sent " + sent);
        }
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            assertEquals(sent, rig.forwarder().totals().samplesSent());
            assertEquals(bytes, rig.forwarder().status().account().bytesSent());
            assertEquals(Order.STRICT, rig.forwarder().status().account().order());
            rig.clock.advance(2 * MINUTE);
            rig.sampling(10, 1_000).run(MINUTE);
            assertTrue(rig.forwarder().totals().samplesSent() >= sent + 500);
        }
    }

    @Test
    void anotherUrlUnderTheSameNameIsTheSameUpstream() throws IOException {
        try (Rig rig = new Rig();
                Receiver other = new Receiver()) {
            rig.restart(rig.options().order(Order.FREE)).sampling(5, 1_000).run(5 * MINUTE);
            rig.restart(UpstreamOptions.builder("central", other.url()).order(Order.FREE))
                    .run(MINUTE);
            long oldest = other.requests().stream()
                    .mapToLong(LedgerTest::oldest)
                    .min()
                    .orElse(0);
            assertTrue(oldest >= Rig.START_MS + 5 * MINUTE - 10_000, "sent again what is there: " + oldest);
            assertTrue(rig.forwarder().totals().samplesSent() >= 5 * 350);
        }
    }

    @Test
    void editsOfTheConfigurationSendNothingAgain() throws IOException {
        try (Rig rig = new Rig()) {
            Memory upstream = new Memory();
            rig.receiver.answer(upstream::write);
            rig.sampling(5, 1_000).run(2 * MINUTE);
            rig.restart(rig.options().order(Order.FREE).backfill(Backfill.NONE)).run(2 * MINUTE);
            rig.restart(rig.options().order(Order.WINDOW).maxAgeMs(10 * MINUTE).maxSamplesPerSend(7))
                    .run(2 * MINUTE);
            rig.restart(rig.options()).run(2 * MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(upstream.tsdb.contents(), "");
            assertEquals(0, upstream.repeated());
            assertEquals(1, rig.ledger().intervals().entries().size());
        }
    }

    @Test
    void aClockThatIsSetForwardAndBackLosesNothing() throws IOException {
        try (Rig rig = new Rig()) {
            Memory upstream = new Memory();
            rig.receiver.answer(upstream::write);
            rig.restart(rig.options().order(Order.FREE)).sampling(5, 1_000).run(2 * MINUTE);
            rig.clock.step(3 * 60 * MINUTE);
            rig.sampling(5, 1_000).run(2 * MINUTE);
            rig.clock.step(-3 * 60 * MINUTE - 30_000); // half a minute is sampled a second time
            rig.sampling(5, 1_000).run(4 * MINUTE).sampling(0, 1_000).run(3 * 60 * MINUTE);
            rig.assertArrived(upstream.tsdb.contents(), "");
            assertTrue(
                    rig.ledger().intervals().entries().size() <= 3,
                    rig.ledger().intervals().toString());
        }
    }

    @Test
    void aCrashBetweenSendingAndSettlingSendsTheSameAgain() throws IOException {
        try (Rig rig = new Rig()) {
            Memory upstream = new Memory();
            rig.receiver.answer(upstream::write);
            rig.sampling(5, 1_000).run(MINUTE);
            long settled = rig.ledger().intervals().entries().get(0).toExclusiveMs();
            long counted = DeliveryAccount.of(rig.ledger().note()).samplesSent();
            rig.memoryLedger().diskFull(true);
            rig.run(MINUTE);
            assertEquals(settled, rig.ledger().intervals().entries().get(0).toExclusiveMs());
            rig.restart(rig.options()); // the process is gone, and with it what it knew
            rig.memoryLedger().diskFull(false);
            assertEquals(counted, rig.forwarder().totals().samplesSent());
            rig.run(MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(upstream.tsdb.contents(), "");
            assertTrue(upstream.repeated() >= 5 * 45, "repeated " + upstream.repeated());
        }
    }

    @Test
    void anOlderCopyOfTheDirectorySendsAgainWhatItDoesNotKnowAndLosesNothing(
            @TempDir Path directory, @TempDir Path backup) throws IOException {
        Memory upstream = new Memory();
        long copiedMs;
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            rig.receiver.answer(upstream::write);
            rig.restart(rig.options().order(Order.FREE)).sampling(10, 1_000).run(5 * MINUTE);
            rig.collect(30_000); // pending when the copy is made
            try (var files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, backup.resolve(file.getFileName()));
                }
            }
            copiedMs = rig.clock.wallMs();
            rig.run(10 * MINUTE);
            assertEquals(0, upstream.repeated());
        }
        try (Rig rig = new Rig(clock -> new DiskStore(backup, clock::wallMs))) {
            rig.receiver.answer(upstream::write);
            rig.clock.advance(20 * MINUTE);
            assertEquals(
                    List.of(LedgerState.DELIVERED),
                    rig.ledger().intervals().entries().stream()
                            .map(entry -> entry.state())
                            .toList());
            rig.restart(rig.options().order(Order.FREE)).sampling(10, 1_000).run(2 * MINUTE);
            rig.sampling(0, 1_000).run(10_000);
            rig.store
                    .contents()
                    .forEach((labels, samples) -> samples.forEach((timestampMs, bits) -> assertEquals(
                            bits,
                            upstream.tsdb.contents().get(labels).get(timestampMs),
                            labels + " at " + timestampMs)));
            assertTrue(upstream.repeated() >= 10 * 25, "repeated " + upstream.repeated());
            assertTrue(upstream.repeated() <= 10 * 45, "only what the copy did not know: " + upstream.repeated());
            assertTrue(rig.ledger()
                    .intervals()
                    .pending(new TimeRange(Rig.START_MS, copiedMs))
                    .isEmpty());
        }
    }

    @Test
    void aBackfillSinceSomeTimeAgoCountsFromWhenTheUpstreamIsNew() throws IOException {
        try (Rig rig = new Rig()) {
            Memory upstream = new Memory();
            rig.receiver.answer(upstream::write);
            rig.sampling(5, 1_000).collect(60 * MINUTE);
            var options = rig.options().order(Order.FREE).backfill(Backfill.sinceAgo(20 * MINUTE));
            rig.restart(options).run(MINUTE);
            long firstMs = Rig.samples(upstream.tsdb.contents(), 0).firstKey();
            assertEquals(Rig.START_MS + 40 * MINUTE, firstMs);
            rig.restart(options).collect(30 * MINUTE).restart(options).run(5 * MINUTE);
            assertNear(
                    20 * MINUTE / 1_000 + 36 * 60,
                    Rig.samples(upstream.tsdb.contents(), 0).size(),
                    10);
            UpstreamStatus status = rig.forwarder().status();
            assertEquals(40 * MINUTE, status.lengthMs().get(LedgerState.SKIPPED));
        }
    }

    @Test
    void aBackfillFromATimeBeginsThere() throws IOException {
        for (long minute : List.of(-10L, 15L, 90L)) {
            try (Rig rig = new Rig()) {
                Memory upstream = new Memory();
                rig.receiver.answer(upstream::write);
                rig.sampling(5, 1_000).collect(60 * MINUTE);
                rig.restart(rig.options().order(Order.FREE).backfill(Backfill.since(Rig.START_MS + minute * MINUTE)))
                        .run(MINUTE);
                long beginsMs = Rig.START_MS + Math.min(60, Math.max(0, minute)) * MINUTE;
                assertNear(beginsMs, Rig.samples(upstream.tsdb.contents(), 0).firstKey(), 1_000);
            }
        }
    }

    @Test
    void anEmptyStoreHasNothingToSkip() throws IOException {
        try (Rig rig = new Rig()) {
            rig.restart(rig.options().backfill(Backfill.NONE)).run(1_000);
            assertEquals(
                    Map.of(LedgerState.SKIPPED, 1L), rig.forwarder().status().lengthMs());
        }
    }

    @Test
    void aSpanIsSentAgainWhateverBecameOfIt() throws IOException {
        try (Rig rig = new Rig()) {
            Memory upstream = new Memory();
            rig.receiver.answer(upstream::write);
            rig.restart(rig.options().order(Order.FREE)).sampling(5, 1_000).run(10 * MINUTE);
            TimeRange span = new TimeRange(Rig.START_MS + 2 * MINUTE, Rig.START_MS + 5 * MINUTE);
            rig.ledger()
                    .claim(span)
                    .settle(
                            new TimeRange(span.fromInclusiveMs(), span.fromInclusiveMs() + MINUTE),
                            LedgerState.REFUSED,
                            400,
                            rig.ledger().note());
            rig.ledger()
                    .claim(span)
                    .settle(
                            new TimeRange(span.toExclusiveMs() - MINUTE, span.toExclusiveMs()),
                            LedgerState.EVICTED,
                            0,
                            rig.ledger().note());
            Resend.Result plan = Resend.plan(rig.store.view(), "central", span, rig.clock.wallMs());
            assertEquals(2 * MINUTE, plan.reopenedMs());
            assertEquals(new SampleEstimate(5 * 120, true), plan.samples());
            assertEquals(MINUTE, plan.goneMs());
            assertEquals(0, plan.tooOldMs());
            assertEquals(Order.FREE, plan.order());
            assertEquals(plan, Resend.apply(rig.store.view(), rig.ledger(), span, rig.clock.wallMs()));
            rig.run(MINUTE).sampling(0, 1_000).run(10_000);
            assertEquals(5 * 120, upstream.repeated());
            assertEquals(
                    0,
                    Resend.plan(rig.store.view(), "central", new TimeRange(0, 1_000), rig.clock.wallMs())
                            .reopenedMs());
        }
    }

    @Test
    void aResendSaysWhatAStrictUpstreamWouldNotTake() throws IOException {
        try (Rig rig = new Rig()) {
            rig.restart(rig.options().maxAgeMs(5 * MINUTE)).sampling(5, 1_000).run(10 * MINUTE);
            Resend.Result plan = Resend.plan(
                    rig.store.view(),
                    "central",
                    new TimeRange(Rig.START_MS, rig.clock.wallMs() - MINUTE),
                    rig.clock.wallMs());
            assertEquals(Order.STRICT, plan.order());
            assertEquals(5 * MINUTE, plan.maxAgeMs());
            assertEquals(5 * MINUTE, plan.tooOldMs());
            assertEquals(9 * MINUTE, plan.reopenedMs());
        }
    }

    private static void assertNear(long expected, long actual, long tolerance) {
        assertTrue(Math.abs(expected - actual) <= tolerance, "expected about " + expected + ", found " + actual);
    }

    private static long oldest(Receiver.Request request) {
        return request.series().stream()
                .mapToLong(series -> series.timestampsMs().get(0))
                .min()
                .orElseThrow();
    }
}
