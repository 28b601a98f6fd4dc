package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.forwarder.testing.DiskStore;
import dev.holdfast.forwarder.testing.OtlpPoint;
import dev.holdfast.forwarder.testing.OtlpReceiver;
import dev.holdfast.forwarder.testing.OtlpReceiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.testing.StrictTsdb;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An OTLP upstream under the lanes. One seed of the random faults alone:
 * {@code mvn -pl forwarder -am test -Dtest=OtlpDeliveryTest -Dtest.jvm.args=-Dforwarder.seed=N -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OtlpDeliveryTest {
    private static final long MINUTE = 60_000;
    private static final long SEEDS = 8;
    private static final long STALE = 0x7ff0000000000002L;

    static LongStream seeds() {
        Long one = Long.getLong("forwarder.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Long.getLong("forwarder.seeds", SEEDS));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void whatIsCollectedArrivesWithinSecondsBitForBit(Order order) throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            receiver.answer(request -> took(tsdb::write, request));
            rig.restart(options(receiver).order(order)).sampling(50, 1_000).run(MINUTE);
            assertTrue(rig.forwarder().status().oldestPendingAgeMs() <= 6_000);
            rig.sampling(0, 1_000).run(10_000);
            assertArrived(rig, tsdb.contents(), "");
            assertTrue(
                    receiver.requests().size() < 25,
                    "batched: " + receiver.requests().size());
            long numbers =
                    tsdb.contents().values().stream().mapToLong(Map::size).sum();
            assertEquals(numbers, rig.forwarder().totals().samplesSent());
            assertEquals(50 * 61 - numbers, rig.forwarder().totals().samplesSkipped(), "NaN is left out and counted");
            assertAll(rig, LedgerState.DELIVERED, "");
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void theRealStoreIsDeliveredAcrossRestartsAndOutages(Order order, @TempDir Path directory) throws IOException {
        StrictTsdb strict = new StrictTsdb();
        AnyOrderTsdb any = new AnyOrderTsdb();
        try (Rig rig = new Rig(clock -> new DiskStore(directory, clock::wallMs));
                OtlpReceiver receiver = new OtlpReceiver()) {
            Function<List<DecodedSeries>, Integer> tsdb = order == Order.STRICT ? strict::write : any::write;
            for (int status : new int[] {503, 0, 429}) {
                receiver.answer(request -> took(tsdb, request));
                rig.restart(options(receiver).order(order)).sampling(40, 1_000).run(MINUTE + 3_333);
                receiver.answer(request -> Answer.of(status).with("Retry-After", "3"));
                rig.run(MINUTE).collect(12 * MINUTE);
            }
            receiver.answer(request -> took(tsdb, request));
            rig.restart(options(receiver).order(order)).run(3 * MINUTE);
            rig.sampling(0, 1_000).run(20_000);
            assertArrived(rig, order == Order.STRICT ? strict.contents() : any.contents(), "");
            assertEquals(List.of(), rig.forwarder().status().pending());
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    @Test
    void anIntervalOfNothingButNanIsSettledWithoutARequestAndSaysNothingOfTheUpstream() throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            receiver.answer(request -> Answer.of(503));
            rig.restart(options(receiver).order(Order.FREE));
            long nan = Double.doubleToRawLongBits(Double.NaN);
            for (int i = 0; i < 10; i++) {
                rig.store.append(Rig.series(i), Rig.START_MS, nan);
            }
            rig.run(MINUTE);
            assertEquals(List.of(), receiver.requests());
            assertEquals(List.of(), rig.forwarder().status().pending());
            assertAll(rig, LedgerState.DELIVERED, "");
            SendTotals totals = rig.forwarder().totals();
            assertEquals(10, totals.samplesSkipped());
            assertEquals(0, totals.samplesSent());
            assertEquals(0, totals.lastSuccessMs());
            assertFalse(totals.up());
        }
    }

    @Test
    void whatIsRejectedInPartIsNeverSentAgainAndStandsInTheLedger() throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            receiver.answer(request -> Answer.of(200, "application/x-protobuf", rejected(2)));
            rig.restart(options(receiver)).sampling(10, 1_000).run(20_000);
            rig.sampling(0, 1_000).run(MINUTE);
            noBodyTwice(receiver.requests());
            assertEquals(
                    2L * receiver.requests().size(), rig.forwarder().totals().samplesUnwritten());
            assertAll(rig, LedgerState.REFUSED, "");
            assertEquals(200, rig.ledger().intervals().entries().get(0).detail());
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void anHourOf500LosesNothingAndRepeatsNothingQuickly(Order order) throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            StrictTsdb strict = new StrictTsdb();
            AnyOrderTsdb any = new AnyOrderTsdb();
            Function<List<DecodedSeries>, Integer> tsdb = order == Order.STRICT ? strict::write : any::write;
            receiver.answer(request -> Answer.of(500, "text/plain", "the backend is down"));
            rig.restart(options(receiver).order(order)).sampling(5, 10_000).run(50 * MINUTE);
            int asked = receiver.requests().size();
            assertTrue(asked >= 8 && asked < 50, "requests: " + asked);
            receiver.answer(request -> took(tsdb, request));
            rig.run(10 * MINUTE).sampling(0, 1_000).run(MINUTE);
            assertArrived(rig, order == Order.STRICT ? strict.contents() : any.contents(), "");
            assertAll(rig, LedgerState.DELIVERED, "");
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    /** Without the parking of what is denied again while live data passes, the backlog behind it would wait for ever. */
    @ParameterizedTest
    @ValueSource(ints = {500, 503, 403})
    void aBandThatAlwaysFailsIsParkedWhileLiveGoesOnAndTriedAgainLater(int status) throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            long bad = Rig.START_MS + 15 * MINUTE;
            receiver.answer(request -> request.points().stream().anyMatch(point -> point.timestampMs() == bad)
                    ? Answer.of(status)
                    : took(tsdb::write, request));
            rig.restart(options(receiver).order(Order.FREE).maxSamplesPerSend(70));
            rig.sampling(5, 10_000).collect(60 * MINUTE).run(8 * MINUTE);
            List<IntervalLedger.Entry> parked = rig.ledger().intervals().entries().stream()
                    .filter(entry -> entry.state() == LedgerState.PARKED)
                    .toList();
            assertEquals(1, parked.size(), parked.toString());
            assertEquals(status, parked.get(0).detail());
            assertTrue(Rig.samples(tsdb.contents(), 0).lastKey() > rig.clock.wallMs() - 40_000, "live goes on");
            assertEquals(1, rig.forwarder().status().pending().size(), "only what is new");
            receiver.answer(request -> took(tsdb::write, request));
            rig.run(15 * MINUTE).sampling(0, 1_000).run(20_000);
            assertArrived(rig, tsdb.contents(), "");
            assertAll(rig, LedgerState.DELIVERED, "");
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void aPoisonousSeriesIsFoundAndTheRestArrives(Order order) throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            Labels poison = Rig.series(77);
            receiver.answer(request ->
                    request.points().stream().anyMatch(point -> point.labels().equals(poison))
                            ? Answer.of(400)
                            : took(tsdb::write, request));
            rig.restart(options(receiver).order(order)).sampling(300, 1_000).collect(MINUTE);
            rig.run(MINUTE).sampling(0, 1_000).run(10_000);
            noBodyTwice(receiver.requests());
            Map<Labels, SortedMap<Long, Long>> expected = sayable(rig);
            expected.remove(poison);
            assertEquals(expected.keySet(), tsdb.contents().keySet());
            assertEquals(expected, tsdb.contents());
            assertAll(rig, LedgerState.REFUSED, "");
        }
    }

    @Test
    void semconvNamesArriveUnderTheNamesOfOpenTelemetry() throws IOException {
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            rig.restart(options(receiver).wire(new Wire.Otlp(Wire.Naming.SEMCONV)));
            rig.store.append(
                    Labels.of("__name__", "node_memory_MemFree_bytes", "instance", "h", "job", "node"),
                    Rig.START_MS,
                    Double.doubleToRawLongBits(42));
            rig.run(10_000);
            OtlpPoint point = receiver.requests().get(0).points().get(0);
            assertEquals(
                    "system.memory.usage sum By {system.memory.state=free} " + Rig.START_MS + " 42.0", point.line());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStrictUpstreamHasEverythingInOrderWhateverFails(long seed) throws IOException {
        StrictTsdb tsdb = new StrictTsdb();
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            faults(rig, receiver, Order.STRICT, new Random(seed), tsdb::write);
            assertArrived(rig, tsdb.contents(), "seed " + seed);
            assertEquals(List.of(), rig.forwarder().status().pending(), "seed " + seed);
            // A series that is NaN at the next tick is newest at this one, where it is taken twice: the tick then looks
            // as if
            // it had not been there, and the ledger says refused of what is.
            assertTrue(
                    rig.ledger().intervals().entries().stream()
                            .allMatch(entry -> entry.state() == LedgerState.DELIVERED
                                    || (entry.state() == LedgerState.REFUSED && entry.detail() == 400)),
                    "seed " + seed + ": " + rig.ledger().intervals());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFreeUpstreamHasEverythingWhateverFails(long seed) throws IOException {
        AnyOrderTsdb tsdb = new AnyOrderTsdb();
        try (Rig rig = new Rig();
                OtlpReceiver receiver = new OtlpReceiver()) {
            faults(rig, receiver, seed % 2 == 0 ? Order.FREE : Order.WINDOW, new Random(seed), tsdb::write);
            assertArrived(rig, tsdb.contents(), "seed " + seed);
            assertAll(rig, LedgerState.DELIVERED, "seed " + seed);
        }
    }

    private static void faults(
            Rig rig, OtlpReceiver receiver, Order order, Random random, Function<List<DecodedSeries>, Integer> tsdb) {
        Random answers = new Random(random.nextLong());
        int badness = random.nextInt(60);
        int[] failing = {429, 502, 503, 504, 500, 501, 408, 401, 0, 0};
        receiver.answer(request -> {
            int roll = answers.nextInt(100);
            if (roll >= badness) {
                return took(tsdb, request);
            }
            int status = failing[roll % failing.length];
            boolean arrives = status != 429 && status != 401 && answers.nextBoolean();
            int unused = arrives ? tsdb.apply(OtlpPoint.series(request.points())) : 0; // and the answer is lost
            return Answer.of(status).with("Retry-After", "1");
        });
        UpstreamOptionsBuilder options = options(receiver).order(order).maxSamplesPerSend(5 + random.nextInt(200));
        rig.restart(options).sampling(1 + random.nextInt(15), 1_000);
        for (int round = 0; round < 10; round++) {
            switch (random.nextInt(3)) {
                case 0 -> rig.run(random.nextInt(60_000));
                case 1 -> rig.collect(random.nextInt(120_000));
                default -> rig.run(random.nextInt(8_000)).restart(options); // ends in the middle of an interval
            }
        }
        receiver.answer(request -> took(tsdb, request));
        rig.sampling(0, 1_000).run(25 * MINUTE);
    }

    private static UpstreamOptionsBuilder options(OtlpReceiver receiver) {
        return UpstreamOptions.builder("central", receiver.url())
                .wire(new Wire.Otlp(Wire.Naming.STORED))
                .remoteTimeoutMs(2_000);
    }

    private static Answer took(Function<List<DecodedSeries>, Integer> tsdb, OtlpReceiver.Request request) {
        int status = tsdb.apply(OtlpPoint.series(request.points()));
        return Answer.of(status == 204 ? 200 : status);
    }

    private static byte[] rejected(long points) {
        return ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(points))
                .build()
                .toByteArray();
    }

    /** What is in the store, but for NaN that are no stale markers. */
    private static Map<Labels, SortedMap<Long, Long>> sayable(Rig rig) {
        Map<Labels, SortedMap<Long, Long>> expected = new TreeMap<>();
        rig.store.contents().forEach((labels, samples) -> {
            SortedMap<Long, Long> kept = new TreeMap<>(samples);
            kept.values().removeIf(bits -> bits != STALE && Double.isNaN(Double.longBitsToDouble(bits)));
            expected.put(labels, kept);
        });
        return expected;
    }

    private static void assertArrived(Rig rig, Map<Labels, SortedMap<Long, Long>> arrived, String hint) {
        Map<Labels, SortedMap<Long, Long>> expected = sayable(rig);
        assertEquals(expected.keySet(), arrived.keySet(), hint);
        expected.forEach((labels, samples) -> assertEquals(samples, arrived.get(labels), hint + " " + labels));
    }

    private static void assertAll(Rig rig, LedgerState state, String hint) {
        assertEquals(List.of(), rig.forwarder().status().pending(), hint);
        assertTrue(
                rig.ledger().intervals().entries().stream().allMatch(entry -> entry.state() == state),
                hint + ": " + rig.ledger().intervals());
    }

    private static void noBodyTwice(List<OtlpReceiver.Request> requests) {
        Set<Integer> bodies = new HashSet<>();
        for (OtlpReceiver.Request request : requests) {
            assertTrue(bodies.add(Arrays.hashCode(request.body())), "a request was sent again");
        }
    }
}
