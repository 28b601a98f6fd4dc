package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.testing.StrictTsdb;
import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 0})
    void aFailedRequestComesAgainTheSameAndLater(int status) throws IOException {
        try (Rig rig = new Rig()) {
            rig.receiver.answer(request -> Answer.of(rig.receiver.requests().size() <= 3 ? status : 204));
            rig.sampling(10, 1_000)
                    .collect(5_000)
                    .sampling(0, 1_000)
                    .collect(1_000)
                    .run(MINUTE);
            List<Receiver.Request> requests = rig.receiver.requests();
            assertEquals(4, requests.size());
            for (int i = 1; i < 4; i++) {
                assertTrue(Arrays.equals(requests.get(0).body(), requests.get(i).body()));
                assertEquals(Integer.toString(i), requests.get(i).headers().getFirst("Retry-Attempt"));
            }
            assertEquals(List.of(), rig.forwarder().status().pending());
            assertEquals(3, rig.forwarder().totals().retries());
        }
    }

    @Test
    void anOutageOfAnHourIsAskedAtABoundedPaceAndNotedOnceAMinute() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(503, "try later"));
            rig.sampling(5, 10_000).run(50 * MINUTE);
            int attempts = rig.receiver.requests().size();
            assertTrue(attempts > 90 && attempts < 200, "attempts: " + attempts);
            assertTrue(
                    rig.memoryLedger().noteWrites() <= 51,
                    "notes: " + rig.memoryLedger().noteWrites());
            assertTrue(noteText(rig).startsWith("503 Service Unavailable: try later"), noteText(rig));
            assertEquals(0, ((MemoryStore) rig.store).openSnapshots());
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.run(MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals("204 ok", noteText(rig));
        }
    }

    @Test
    void retryAfterIsWaitedFor() throws IOException {
        try (Rig rig = new Rig()) {
            rig.receiver.answer(request -> Answer.of(429).with("Retry-After", "20"));
            rig.sampling(5, 1_000).run(10_000);
            assertEquals(1, rig.receiver.requests().size());
            rig.run(10_000);
            assertEquals(1, rig.receiver.requests().size());
            rig.run(30_000); // and chance, so that not all come at the moment that all were told
            assertEquals(2, rig.receiver.requests().size());
        }
    }

    @Test
    void aLongPauseKeepsNoFilesFromBeingDeleted() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> Answer.of(429).with("Retry-After", "600"));
            rig.restart(rig.options().order(Order.FREE)).sampling(5, 10_000).collect(60 * MINUTE);
            rig.run(5 * MINUTE);
            assertEquals(2, rig.receiver.requests().size());
            assertEquals(0, ((MemoryStore) rig.store).openSnapshots());
            assertEquals(0, rig.memoryLedger().openClaims());
            rig.receiver.answer(request -> took(tsdb, request));
            rig.run(15 * MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void aPoisonousSeriesIsFoundAndTheRestArrives(Order order) throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> isPoison(request, 77) ? Answer.of(400) : took(tsdb, request));
            rig.restart(rig.options().order(order)).sampling(300, 1_000).collect(5 * MINUTE);
            rig.sampling(0, 1_000).run(MINUTE);
            assertEquals(299, tsdb.contents().size());
            tsdb.contents()
                    .forEach((labels, samples) ->
                            assertEquals(rig.store.contents().get(labels), samples, labels.toString()));
            assertEquals(301, rig.forwarder().totals().samplesRefused());
            assertEquals(List.of(), rig.forwarder().status().pending());
            assertTrue(rig.ledger().intervals().entries().stream()
                    .allMatch(entry -> entry.state() == LedgerState.REFUSED && entry.detail() == 400));
            noBodyTwice(rig.receiver.requests());
        }
    }

    @Test
    void aRefusalBlocksNothingAndIsNotLookedIntoForEver() throws IOException {
        try (Rig rig = new Rig()) {
            rig.receiver.answer(request -> Answer.of(400, "no"));
            rig.sampling(300, 1_000)
                    .collect(2 * MINUTE)
                    .run(30_000)
                    .sampling(0, 1_000)
                    .run(10_000);
            noBodyTwice(rig.receiver.requests());
            assertTrue(
                    rig.receiver.requests().size() < 2 * 151 + 300, // twice a tick, and two slices in detail
                    "requests: " + rig.receiver.requests().size());
            assertEquals(List.of(), rig.forwarder().status().pending());
            assertEquals(300 * 151, rig.forwarder().totals().samplesRefused());
            rig.receiver.answer(request -> Answer.of(204));
            rig.sampling(300, 1_000).run(10_000);
            assertTrue(rig.forwarder().totals().samplesSent() > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 415, 301})
    void whatIsWrongWithUsCostsNoDataAndFewRequests(int status) throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(status));
            rig.sampling(5, 10_000).run(30 * MINUTE);
            assertTrue(
                    rig.receiver.requests().size() < 15,
                    "requests: " + rig.receiver.requests().size());
            assertTrue(noteText(rig).startsWith(Integer.toString(status)));
            assertTrue(rig.ledger().intervals().entries().isEmpty());
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.run(6 * MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
        }
    }

    @Test
    void aStrictUpstreamThatHasItAlreadyIsUnderstood() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> {
                int status = tsdb.write(request.series());
                return rig.receiver.requests().size() == 1 ? Answer.broken() : Answer.of(status);
            });
            rig.sampling(100, 1_000)
                    .collect(20_000)
                    .run(10_000)
                    .sampling(0, 1_000)
                    .run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.forwarder().totals().samplesRefused());
            assertTrue(rig.forwarder().totals().samplesAlreadyThere() > 0);
            assertTrue(rig.ledger().intervals().entries().stream()
                    .allMatch(entry -> entry.state() == LedgerState.DELIVERED));
        }
    }

    /** Slow series have their newest sample in an old tick, and that is taken twice: no sign that the tick is new. */
    @Test
    void aStrictUpstreamThatHasItAlreadyIsUnderstoodWithSlowSeriesToo() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> {
                int status = tsdb.write(request.series());
                return rig.receiver.requests().size() == 1 ? Answer.broken() : Answer.of(status);
            });
            for (String name : List.of("aaa", "zzz")) {
                rig.store.append(Labels.of("__name__", name), Rig.START_MS, 1);
            }
            rig.sampling(100, 1_000)
                    .collect(20_000)
                    .run(10_000)
                    .sampling(0, 1_000)
                    .run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    /** What was delivered is pending again with them, and refused; the ticks behind it are new and must not be refused with it. */
    @Test
    void lateSamplesTakeNothingWithThemOfWhatAStrictUpstreamLacks() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.sampling(300, 1_000).run(MINUTE).collect(5_000);
            for (long t = 0; t < 64_000; t += 1_000) {
                rig.store.append(
                        Labels.of("__name__", "late"), Rig.START_MS + t + 500, Double.doubleToRawLongBits((double) t));
            }
            rig.restart(rig.options()).run(10_000).sampling(0, 1_000).run(30_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(List.of(), rig.forwarder().status().pending());
        }
    }

    @Test
    void aStrictUpstreamIsUnderstoodAfterACrashToo() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> {
                tsdb.write(request.series());
                return Answer.broken();
            });
            rig.sampling(100, 1_000).collect(7_000).step();
            rig.step();
            assertEquals(1, rig.receiver.requests().size());
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.collect(MINUTE)
                    .restart(rig.options())
                    .run(10_000)
                    .sampling(0, 1_000)
                    .run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    @Test
    void aBandThatAlwaysFailsIsParkedWhileLiveGoesOnAndTriedAgainLater() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            long bad = Rig.START_MS + 15 * MINUTE;
            rig.receiver.answer(request -> request.series().stream()
                            .anyMatch(series -> series.timestampsMs().contains(bad))
                    ? Answer.of(500, "too old sample")
                    : took(tsdb, request));
            rig.restart(rig.options().order(Order.FREE)).sampling(5, 10_000).collect(60 * MINUTE);
            rig.run(5 * MINUTE);
            List<IntervalLedger.Entry> parked = rig.ledger().intervals().entries().stream()
                    .filter(entry -> entry.state() == LedgerState.PARKED)
                    .toList();
            assertEquals(1, parked.size(), parked.toString());
            assertEquals(500, parked.get(0).detail());
            assertTrue(Rig.samples(tsdb.contents(), 0).containsKey(rig.clock.wallMs() - 20_000));
            assertTrue(Rig.samples(tsdb.contents(), 0).containsKey(Rig.START_MS + 45 * MINUTE));

            rig.receiver.answer(request -> took(tsdb, request));
            rig.run(15 * MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(1, rig.ledger().intervals().entries().size());
        }
    }

    /** One lane, and one series that the receiver stumbles over for ever: only that one is missing, in order for all others. */
    @Test
    void aStrictUpstreamThatFailsForEverAtOneSeriesGetsAllOthers() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> isPoison(request, 77)
                    ? Answer.of(500, "duplicate label")
                    : Answer.of(tsdb.write(request.series())));
            rig.sampling(300, 1_000).collect(5 * MINUTE).run(10 * MINUTE);
            rig.sampling(0, 1_000).run(5 * MINUTE);
            assertEquals(299, tsdb.contents().size());
            tsdb.contents()
                    .forEach((labels, samples) ->
                            assertEquals(rig.store.contents().get(labels), samples, labels.toString()));
            assertEquals(List.of(), rig.forwarder().status().pending());
            assertEquals(0, rig.forwarder().totals().samplesRefused());
            assertTrue(rig.ledger().intervals().entries().stream()
                    .allMatch(entry -> entry.state() == LedgerState.PARKED && entry.detail() == 500));
            System.out.println("strict poison: " + rig.receiver.requests().size() + " requests");
        }
    }

    /** While nothing at all passes nothing is set aside: that is an outage, whatever its status. */
    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void aStrictUpstreamThatFailsAtEverythingCostsNoData(int status) throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(status));
            rig.sampling(20, 1_000).run(30 * MINUTE);
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.run(3 * MINUTE).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.forwarder().totals().samplesParked());
            assertEquals(0, rig.forwarder().totals().samplesRefused());
        }
    }

    @Test
    void afterABlipAHostIsBackWithinASecondAndAfterAnOutageOfItsLinkWithinSeconds() throws IOException {
        try (Rig rig = new Rig()) {
            rig.sampling(10, 1_000).run(MINUTE);
            int before = rig.receiver.requests().size();
            rig.receiver.answer(request -> Answer.of(rig.receiver.requests().size() == before + 1 ? 503 : 204));
            rig.run(6_000);
            assertTrue(rig.forwarder().status().oldestPendingAgeMs() <= 6_000);
            assertTrue(rig.receiver.requests().size() >= before + 2);
            int after = rig.receiver.requests().size();
            rig.run(MINUTE);
            assertTrue(rig.receiver.requests().size() >= after + 10, "as often as before");
        }
    }

    @Test
    void aLineThatOftenFailsStillGetsTheBacklogThrough() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(request -> {
                long minute = rig.clock.wallMs() / MINUTE;
                return minute % 2 == 0 ? Answer.of(503) : took(tsdb, request);
            });
            rig.restart(rig.options().order(Order.FREE).maxSamplesPerSend(50));
            rig.sampling(10, 10_000).collect(120 * MINUTE).run(20 * MINUTE);
            rig.sampling(0, 1_000).run(5 * MINUTE);
            rig.assertArrived(tsdb.contents(), "");
        }
    }

    @Test
    void dataFlowsOnWhileTheLedgerCannotBeWritten() throws IOException {
        try (Rig rig = new Rig()) {
            StrictTsdb tsdb = new StrictTsdb();
            rig.receiver.answer(request -> Answer.of(tsdb.write(request.series())));
            rig.sampling(10, 1_000).run(10_000);
            rig.memoryLedger().diskFull(true);
            IntervalLedger before = rig.ledger().intervals();
            rig.run(2 * MINUTE);
            assertEquals(before, rig.ledger().intervals());
            long newest = Rig.samples(tsdb.contents(), 0).lastKey();
            assertTrue(newest > rig.clock.wallMs() - 7_000);
            int requests = rig.receiver.requests().size();
            assertTrue(requests < 60, "nothing is sent again and again: " + requests);

            rig.store.append(Rig.series(99), newest - 1, 1); // late, into what is owed to the ledger
            rig.memoryLedger().diskFull(false);
            rig.run(10_000).sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(0, rig.memoryLedger().openClaims());
        }
    }

    @Test
    void aTimeoutDoesNotHurt() throws IOException {
        try (Rig rig = new Rig()) {
            AnyOrderTsdb tsdb = new AnyOrderTsdb();
            rig.receiver.answer(
                    request -> took(tsdb, request).after(rig.receiver.requests().size() == 2 ? 600 : 0));
            rig.restart(rig.options().remoteTimeoutMs(200)).sampling(10, 1_000).run(30_000);
            rig.sampling(0, 1_000).run(10_000);
            rig.assertArrived(tsdb.contents(), "");
            assertEquals(1, rig.forwarder().totals().retries());
        }
    }

    private static boolean isPoison(Receiver.Request request, int series) {
        return request.series().stream().anyMatch(one -> one.labels().equals(Rig.series(series)));
    }

    private static Answer took(AnyOrderTsdb tsdb, Receiver.Request request) {
        return Answer.of(tsdb.write(request.series()));
    }

    private static String noteText(Rig rig) {
        var note = rig.ledger().note();
        assertNotNull(note);
        return note.text();
    }

    private static void noBodyTwice(List<Receiver.Request> requests) {
        Set<List<Byte>> seen = new HashSet<>();
        for (Receiver.Request request : requests) {
            List<Byte> body = new ArrayList<>();
            for (byte one : request.body()) {
                body.add(one);
            }
            assertTrue(seen.add(body), "a refused request was sent again as it was");
        }
    }
}
