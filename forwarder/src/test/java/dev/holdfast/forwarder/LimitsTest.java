package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.Limits;
import dev.holdfast.forwarder.upstream.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
    private static final long MINUTE = 60_000;

    private record Arrival(long atMs, long bytes, long samples, long newestAgeMs) {}

    private final List<Arrival> arrivals = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Order.class)
    void noMoreThanTheLimitGoesInAnyStretchAndEverythingArrives(Order order) throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            // One request in ten fails, to be repeated within the limit too.
            rig.receiver.answer(request -> arrive(rig, request) % 10 == 9 ? Answer.of(502) : took(tsdb, request));
            Limits limits = new Limits(20_000, 200, 0, List.of());
            rig.restart(rig.options().order(order).limits(limits).maxSamplesPerSend(400))
                    .sampling(50, 1_000)
                    .collect(10 * MINUTE)
                    .run(3 * MINUTE);
            assertTrue(arrivals.size() > 20, "requests: " + arrivals.size());
            for (int from = 0; from < arrivals.size(); from++) {
                long samples = 0;
                long bytes = 0;
                for (Arrival arrival : arrivals.subList(from, arrivals.size())) {
                    samples += arrival.samples;
                    bytes += arrival.bytes;
                    double seconds = (arrival.atMs - arrivals.get(from).atMs) / 1e3;
                    assertTrue(samples <= 200 * seconds + 800, samples + " samples in " + seconds);
                    assertTrue(bytes <= 20_000 * seconds + 80_000, bytes + " bytes in " + seconds);
                }
            }
            if (order != Order.STRICT) {
                assertTrue(rig.forwarder().status().pendingSamples().samples() > 0);
                for (long minute = 1; minute < 3; minute++) {
                    long at = Rig.START_MS + (10 + minute) * MINUTE;
                    assertTrue(
                            arrivals.stream().anyMatch(a -> Math.abs(a.atMs - at) < 15_000 && a.newestAgeMs < 12_000),
                            "live data flows beside the backlog");
                }
            }
            rig.run(10 * MINUTE).sampling(0, 1_000).run(30_000);
            rig.assertArrived(tsdb.contents(), "");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"STRICT", "FREE"})
    void aBudgetThatIsUsedUpHoldsTheSendingUntilTheDayTurnsAndNothingIsLost(Order order) throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> {
                arrive(rig, request);
                return took(tsdb, request);
            });
            Limits limits = new Limits(0, 0, 60_000, List.of());
            rig.restart(rig.options().order(order).limits(limits).maxAgeMs(3 * 24 * 60 * MINUTE))
                    .sampling(5, 10_000)
                    .run(24 * 60 * MINUTE);
            long used = arrivals.stream()
                    .mapToLong(arrival -> arrival.bytes + DayBudget.OVERHEAD_BYTES)
                    .sum();
            assertTrue(used > 55_000 && used <= 120_000, "two days are touched: " + used);
            UpstreamStatus status = rig.forwarder().status();
            Outlook outlook = status.outlook();
            assertNotNull(outlook);
            assertTrue(outlook.heldBy().startsWith("daily budget used up"), outlook.toString());
            assertTrue(status.pendingSamples().samples() > 0);
            assertEquals(0, rig.memoryLedger().openClaims());
            assertEquals(0, ((MemoryStore) rig.store).openSnapshots());
            rig.sampling(0, 1_000).restart(rig.options().order(order).maxAgeMs(3 * 24 * 60 * MINUTE));
            rig.run(10 * MINUTE);
            rig.assertArrived(tsdb.contents(), "");
        }
    }

    @Test
    void statusSaysWhenItWillBeDone() throws IOException {
        try (Rig rig = new Rig()) {
            rig.receiver.answer(request -> Answer.of(204));
            Limits limits = new Limits(0, 150, 0, List.of());
            rig.restart(rig.options().order(Order.FREE).limits(limits).maxSamplesPerSend(300));
            rig.sampling(50, 1_000).collect(20 * MINUTE).run(3 * MINUTE);
            UpstreamStatus status = rig.forwarder().status();
            Outlook outlook = status.outlook();
            assertNotNull(outlook);
            assertEquals(150, outlook.sentPerSecond(), 15);
            assertEquals(50, outlook.newPerSecond(), 2);
            double expectedMs = status.pendingSamples().samples() * 1e3 / 100;
            assertEquals(expectedMs, (double) outlook.etaMs(), expectedMs * 0.25);
        }
    }

    private int arrive(Rig rig, Receiver.Request request) {
        long newest = request.series().stream()
                .flatMap(series -> series.timestampsMs().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        arrivals.add(new Arrival(
                rig.clock.monotonicMs() - 1_000_000 + Rig.START_MS,
                request.body().length,
                request.sampleCount(),
                rig.clock.wallMs() - newest));
        return arrivals.size();
    }

    private static Answer took(AnyOrderTsdb tsdb, Receiver.Request request) {
        return Answer.of(tsdb.write(request.series()));
    }
}
