package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.forwarder.testing.DiskStore;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.testing.StrictTsdb;
import dev.holdfast.forwarder.upstream.Backfill;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryTest {
    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @EnumSource(Order.class)
    void whatIsCollectedArrivesWithinSecondsBitForBit(Order order) throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.restart(rig.options().order(order)).sampling(50, 1_000).run(MINUTE);
            assertTrue(rig.forwarder().status().oldestPendingAgeMs() <= 6_000);
            rig.sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(1, rig.ledger().intervals().entries().size());
            assertEquals(50 * 61, rig.forwarder().totals().samplesSent());
            assertTrue(
                    rig.receiver.requests().size() < 25,
                    "batched: " + rig.receiver.requests().size());
        }
    }

    @Test
    void requestsHoldNoMoreThanTheyMay() throws IOException {
        try (Rig rig = new Rig()) {
            rig.restart(rig.options().maxSamplesPerSend(100))
                    .sampling(330, 1_000)
                    .run(20_000);
            assertTrue(rig.receiver.requests().stream().allMatch(request -> request.sampleCount() <= 100));
            assertTrue(rig.forwarder().totals().samplesSent() >= 330L * 15);
        }
    }

    @Test
    void aThousandSeriesStayInOrderWithASlowReceiver() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series()))
                    .after(ThreadLocalRandom.current().nextInt(20)));
            rig.sampling(1_000, 1_000).run(MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    @Test
    void aStrictUpstreamGetsAnOutageOldestFirst() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.sampling(20, 1_000).run(20_000).collect(30 * MINUTE).run(MINUTE);
            rig.sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    @Test
    void whatIsTooOldForAStrictUpstreamIsSkippedAndKept() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.sampling(5, 10_000).collect(100 * MINUTE).run(MINUTE);
            long first = Rig.samples(tsdb.contents(), 0).firstKey();
            assertNear(Rig.START_MS + 45 * MINUTE, first, 20_000);
            UpstreamStatus status = rig.forwarder().status();
            assertNear(45 * MINUTE, status.lengthMs().getOrDefault(LedgerState.SKIPPED, 0L), 20_000);
            assertNear(5 * 45 * 6, rig.forwarder().totals().samplesSkipped(), 5 * 20);
            assertEquals(Rig.START_MS, Rig.samples(rig.store.contents(), 0).firstKey());
        }
    }

    @Test
    void liveGoesFirstAndTheBacklogIsStreamedBySeries() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.restart(rig.options().order(Order.FREE))
                    .sampling(20, 1_000)
                    .collect(25 * MINUTE)
                    .run(MINUTE);
            List<Receiver.Request> requests = rig.receiver.requests();
            long newest = oldest(requests.get(0));
            assertTrue(newest >= Rig.START_MS + 24 * MINUTE, "the first request is live");
            for (Receiver.Request request : requests) {
                long span = newest(request) - oldest(request);
                assertTrue(span < 10 * MINUTE, "live and backlog do not mix: " + span);
            }
            rig.sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            long backlog = requests.stream().filter(r -> newest(r) < newest).count();
            assertTrue(backlog <= 3 * (20 * 600 / 2_000 + 2), "few requests, each of few series: " + backlog);
        }
    }

    @Test
    void aWindowsBacklogStopsAtItsAge() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.restart(rig.options().order(Order.WINDOW).maxAgeMs(20 * MINUTE));
            rig.sampling(5, 10_000).collect(60 * MINUTE).run(MINUTE);
            assertNear(
                    Rig.START_MS + 41 * MINUTE, Rig.samples(tsdb.contents(), 0).firstKey(), 20_000);
            assertTrue(rig.forwarder().status().lengthMs().containsKey(LedgerState.SKIPPED));
        }
    }

    @Test
    void aNewUpstreamMayBeginWithNow() throws IOException {
        try (Rig rig = new Rig()) {
            rig.sampling(5, 1_000).collect(10 * MINUTE);
            rig.restart(rig.options().order(Order.FREE).backfill(Backfill.NONE)).run(MINUTE);
            long first = rig.receiver.requests().stream()
                    .mapToLong(DeliveryTest::oldest)
                    .min()
                    .orElse(0);
            assertTrue(first >= Rig.START_MS + 10 * MINUTE);
            int before = rig.receiver.requests().size();
            rig.restart(rig.options().order(Order.FREE).backfill(Backfill.NONE)).collect(10 * MINUTE);
            rig.run(MINUTE);
            long outage = rig.receiver.requests().stream()
                    .skip(before)
                    .mapToLong(DeliveryTest::oldest)
                    .min()
                    .orElse(0);
            assertTrue(outage < Rig.START_MS + 12 * MINUTE, "the second start is not new any more");
        }
    }

    @Test
    void aLateSampleIsSentEvenWhileItsIntervalIsUnderWay() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            List<Runnable> onRequest = Collections.synchronizedList(new ArrayList<>());
            rig.receiver.answer(request -> {
                onRequest.forEach(Runnable::run);
                onRequest.clear();
                return Answer.of(tsdb.write(request.series()));
            });
            rig.restart(rig.options().order(Order.FREE)).sampling(3, 1_000).collect(30_000);
            onRequest.add(() -> rig.store.append(Rig.series(77), Rig.START_MS + 12_345, 99));
            rig.sampling(0, 1_000).run(20_000);
            assertEquals(99, Rig.samples(tsdb.contents(), 77).get(Rig.START_MS + 12_345));
            rig.store.append(Rig.series(78), Rig.START_MS + 5_000, 98);
            rig.run(MINUTE);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(List.of(), rig.forwarder().status().pending());
        }
    }

    @Test
    void nothingFromTheFutureIsSentAfterTheClockWasSetBack() throws IOException {
        try (Rig rig = new Rig()) {
            rig.sampling(3, 1_000).run(MINUTE).sampling(0, 1_000);
            rig.store.append(Rig.series(0), rig.clock.wallMs() + 3_600_000, 1);
            rig.run(MINUTE);
            assertTrue(rig.receiver.requests().stream().allMatch(r -> newest(r) <= Rig.START_MS + MINUTE));
            assertEquals(1, rig.forwarder().status().pending().size());
        }
    }

    @Test
    void externalLabelsAreSentAndNotStored() throws IOException {
        try (Rig rig = new Rig()) {
            rig.restart(rig.options().externalLabels(dev.holdfast.storage.Labels.of("site", "ship-7")));
            rig.sampling(1, 1_000).run(10_000);
            DecodedSeries series = rig.receiver.requests().get(0).series().get(0);
            assertEquals("ship-7", series.labels().get("site"));
            assertFalse(rig.store.contents().containsKey(series.labels()));
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void theRealStoreIsDeliveredAcrossRestartsOfBoth(Order order, @TempDir Path directory) throws IOException {
        StrictTsdb strict = new StrictTsdb();
        AnyOrderTsdb any = new AnyOrderTsdb();
        long wallMs = Rig.START_MS;
        for (int round = 0; round < 3; round++) {
            try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
                rig.clock.advance(wallMs - Rig.START_MS);
                rig.receiver.answer(request -> Answer.of(
                        order == Order.STRICT ? strict.write(request.series()) : any.write(request.series())));
                rig.restart(rig.options().order(order)).sampling(40, 1_000);
                rig.run(2 * MINUTE + 3_333).collect(15 * MINUTE).run(7_000 + round * 1_000);
                if (round == 2) {
                    rig.sampling(0, 1_000).run(20_000);
                    rig.assertArrived(order == Order.STRICT ? strict.contents() : any.contents(), "");
                    assertEquals(List.of(), rig.forwarder().status().pending());
                    UpstreamStatus seen = UpstreamStatus.of(rig.store.view(), "central", rig.clock.wallMs());
                    assertEquals("204 ok", assertPresent(seen.lastAnswer()).text());
                }
                assertEquals(0, rig.forwarder().totals().samplesRefused());
                wallMs = rig.clock.wallMs();
            }
        }
    }

    /** One series, and ten minutes of all: neither is sent, nor waited for. */
    @ParameterizedTest
    @EnumSource(Order.class)
    void whatIsDeletedBeforeItWasSentIsNotPendingForEver(Order order, @TempDir Path directory) throws IOException {
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            StrictTsdb strict = new StrictTsdb();
            AnyOrderTsdb any = new AnyOrderTsdb();
            rig.receiver.answer(request ->
                    Answer.of(order == Order.STRICT ? strict.write(request.series()) : any.write(request.series())));
            rig.sampling(10, 1_000).collect(30 * MINUTE);
            Store store = (Store) rig.store.view();
            store.delete(List.of(SeriesMatcher.equal("n", "3")), TimeRange.ALL);
            store.delete(List.of(), new TimeRange(Rig.START_MS + 10 * MINUTE, Rig.START_MS + 20 * MINUTE));
            rig.restart(rig.options().order(order)).sampling(0, 1_000).run(3 * MINUTE);
            rig.assertArrived(order == Order.STRICT ? strict.contents() : any.contents(), "");
            assertEquals(List.of(), rig.forwarder().status().pending());
        }
    }

    @Test
    void statusCountsWhatIsPending() throws IOException {
        try (Rig rig = new Rig()) {
            rig.sampling(10, 1_000).collect(5 * MINUTE);
            UpstreamStatus status = rig.forwarder().status();
            assertEquals(new SampleEstimate(3_010, true), status.pendingSamples());
            assertEquals(5 * MINUTE, status.oldestPendingAgeMs());
            assertEquals(0, status.deliveredUntilMs());
            rig.collect(5 * 60 * MINUTE);
            status = rig.forwarder().status();
            assertFalse(status.pendingSamples().exact());
            assertNear(10 * 305 * 60, status.pendingSamples().samples(), 10 * 305);
            assertEquals(List.of(new TimeRange(Rig.START_MS, Rig.START_MS + 305 * MINUTE + 1)), status.pending());
        }
    }

    private static <T> T assertPresent(@org.jspecify.annotations.Nullable T value) {
        assertNotNull(value);
        return value;
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

    private static long newest(Receiver.Request request) {
        return request.series().stream()
                .mapToLong(series -> Collections.max(series.timestampsMs()))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"STRICT", "FREE"})
    void whatCannotBeReadIsNeverCalledDeliveredAndHoldsUpNothing(Order order, @TempDir Path directory)
            throws IOException {
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs))) {
            rig.sampling(40, 1_000).collect(15 * MINUTE);
            ((DiskStore) rig.store).maintain();
            Path sstable;
            try (Stream<Path> files = Files.list(directory)) {
                sstable = files.filter(file -> file.toString().endsWith(".sst"))
                        .sorted()
                        .findFirst()
                        .orElseThrow();
            }
            byte[] bytes = Files.readAllBytes(sstable);
            bytes[30] ^= 1; // in the first data block
            Files.write(sstable, bytes);
            rig.restart(rig.options().order(order)).run(3 * MINUTE);
            rig.sampling(0, 1_000).run(20_000);
            Map<LedgerState, Long> lengths = new EnumMap<>(LedgerState.class);
            for (IntervalLedger.Entry entry : rig.ledger().intervals().entries()) {
                lengths.merge(entry.state(), entry.toExclusiveMs() - entry.fromInclusiveMs(), Long::sum);
            }
            assertTrue(lengths.getOrDefault(LedgerState.PARKED, 0L) > 0, lengths.toString());
            assertTrue(lengths.getOrDefault(LedgerState.DELIVERED, 0L) > 0, lengths.toString());
            assertEquals(List.of(), rig.forwarder().status().pending());
        }
    }
}
