package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.upstream.Wire.Version;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file batching of the 2.0 suite. */
class BatchingTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("batching")
                .check("multiple_series_per_request", () -> {
                    for (Receiver.Request request : WireChecks.some(seen).requests()) {
                        assertEquals(
                                Target.standard().series().size(),
                                request.series().size());
                    }
                })
                .check("batch_size_reasonable", () -> {
                    Recording large = scraped(12_000, 2);
                    for (Receiver.Request request : large.requests()) {
                        assertTrue(request.sampleCount() <= 2_000, "samples: " + request.sampleCount());
                        assertTrue(request.body().length <= 1 << 20, "bytes: " + request.body().length);
                    }
                })
                .check("handles_varying_cardinality", () -> {
                    for (int count : new int[] {1, 10, 1_999, 2_001}) {
                        scraped(count, 2);
                    }
                })
                .check("efficient_symbol_reuse", () -> {
                    Recording many = scraped(500, 5);
                    for (DecodedV2 request : many.v2()) {
                        int strings = 0;
                        for (DecodedV2.Series series : request.series()) {
                            strings += series.refs().size();
                        }
                        assertTrue(
                                request.symbols().size() < strings / 7,
                                request.symbols().size() + " of " + strings);
                        WireChecks.everySymbolIsUsed(many);
                    }
                })
                .check("metadata_batching", () -> {
                    for (DecodedV2 request : seen.v2()) { // what is said goes with the samples, and a help text once
                        assertEquals(
                                Target.standard().series().size(),
                                DataChecks.metadata(seen).size() + 0L + seriesWithoutOwnMetadata());
                        assertEquals(
                                1,
                                request.symbols().stream()
                                        .filter("Whatever."::equals)
                                        .count());
                    }
                })
                .check("concurrent_requests", BatchingTest::oneAtATime);
    }

    /** Series that share their metric with another one, or of which nothing is known. */
    private static long seriesWithoutOwnMetadata() {
        List<String> metrics =
                Target.standard().series().stream().map(Labels::metricName).toList();
        long unknown = metrics.stream()
                .filter(name -> Target.facts(0).family(name) == null)
                .count();
        long known = metrics.size() - unknown;
        return unknown
                + known
                - metrics.stream()
                        .filter(name -> Target.facts(0).family(name) != null)
                        .distinct()
                        .count();
    }

    private static Recording scraped(int series, int ticks) {
        Target target = new Target();
        for (int i = 0; i < series; i++) {
            target.counter("requests_total", "path", "/" + i);
        }
        try (Sender sender = new Sender(Version.V2)) {
            Recording seen = sender.scrape(target, ticks, 1_000).settle().recording();
            BehaviourChecks.nothingLost(seen);
            DataChecks.orderedSamples(seen);
            return seen;
        }
    }

    /** Requests of one upstream never overlap, however slow it is. */
    private static void oneAtATime() {
        try (Sender sender = new Sender(Version.V2)) {
            Set<Object> underWay = ConcurrentHashMap.newKeySet();
            List<Integer> most = new ArrayList<>();
            sender.answering(request -> {
                underWay.add(request.body());
                most.add(underWay.size());
                sleep(3);
                underWay.remove(request.body());
                return Sender.TAKES_ALL.apply(request);
            });
            sender.rig.restart(sender.options().maxSamplesPerSend(100));
            sender.scrape(Target.standard(), 10, 1_000).settle();
            assertTrue(most.size() > 5);
            assertEquals(Set.of(1), Set.copyOf(most));
            DataChecks.orderedSamples(sender.recording());
            BehaviourChecks.nothingLost(sender.recording());
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
