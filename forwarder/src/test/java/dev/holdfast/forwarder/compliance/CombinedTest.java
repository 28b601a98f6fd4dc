package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.Wire.Version;
import dev.holdfast.storage.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file combined of the 2.0 suite. */
class CombinedTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("combined")
                .check("samples_with_metadata", () -> {
                    for (DecodedV2 request : WireChecks.some(seen).v2()) {
                        for (DecodedV2.Series series : request.series()) {
                            assertFalse(series.samples().isEmpty());
                        }
                    }
                    assertEquals(
                            List.of(1, "Requests.", ""),
                            DataChecks.metadata(seen).get("requests_total"));
                    DataChecks.arrivedAsStored(seen);
                })
                .check("samples_with_exemplars", () -> {
                    WireChecks.plainSamplesOnly(seen);
                    DataChecks.arrivedAsStored(seen);
                })
                .check("histogram_with_metadata_and_exemplars", () -> {
                    WireChecks.plainSamplesOnly(seen);
                    family(seen, "latency_seconds_bucket", 3);
                    assertEquals(
                            1,
                            DataChecks.metadata(seen)
                                    .get("latency_seconds_bucket")
                                    .get(0));
                })
                .check("multiple_metric_types", () -> {
                    Map<String, List<Object>> said = DataChecks.metadata(seen);
                    assertEquals(1, said.get("requests_total").get(0));
                    assertEquals(2, said.get("temperature_celsius").get(0));
                    assertFalse(said.containsKey("rule:requests:rate5m"));
                    DataChecks.arrivedAsStored(seen);
                })
                .check("high_cardinality_labels", () -> {
                    Target target = new Target();
                    for (int i = 0; i < 600; i++) {
                        target.counter("requests_total", "user", "u" + i, "path", "/p/" + i, "code", "" + i % 5);
                    }
                    try (Sender sender = new Sender(Version.V2)) {
                        Recording many =
                                sender.scrape(target, 4, 1_000).settle().recording();
                        BehaviourChecks.nothingLost(many);
                        WireChecks.symbolsAreUnique(many);
                        assertEquals(600, many.arrivedOf("requests_total").size());
                    }
                })
                .check("complete_metric_family", () -> {
                    family(seen, "latency_seconds_bucket", 3);
                    family(seen, "latency_seconds_sum", 1);
                    family(seen, "latency_seconds_count", 1);
                    family(seen, "rpc_seconds", 2);
                })
                .check("mixed_labels_and_metadata", () -> {
                    DataChecks.sortedLabels(seen);
                    DataChecks.uniqueNames(seen);
                    WireChecks.refsAreInRange(seen);
                    WireChecks.everySymbolIsUsed(seen);
                })
                .check("real_world_scenario", () -> {
                    for (Version version : Version.values()) {
                        aDayInALife(version);
                    }
                });
    }

    private static void family(Recording seen, String metric, int series) {
        List<Labels> arrived = seen.arrivedOf(metric);
        assertEquals(series, arrived.size(), metric);
        for (Labels labels : arrived) {
            assertEquals(seen.stored().get(labels), seen.arrived(labels));
            assertEquals(30, seen.arrived(labels).size());
        }
    }

    /** An outage, a crash, a proxy that breaks in, a restart, a receiver that is replaced: everything arrives, in order. */
    private static void aDayInALife(Version version) {
        try (Sender sender = new Sender(version)) {
            Target target = Target.standard();
            sender.scrape(target, 10, 1_000);
            sender.answering(request -> Answer.of(503)).scrape(target, 20, 1_000);
            sender.rig.restart(sender.options());
            sender.scrape(target, 5, 1_000);
            sender.answering(request -> Answer.broken()).scrape(target, 5, 1_000);
            sender.answering(request -> Answer.of(502, "<html>proxy</html>")).scrape(target, 5, 1_000);
            sender.answering(Sender.TAKES_ALL).scrape(target, 10, 1_000);
            sender.rig.restart(sender.options());
            Recording seen = sender.scrape(target, 10, 1_000).settle().recording();
            DataChecks.orderedSamples(seen);
            BehaviourChecks.nothingLost(seen);
            assertEquals(0, sender.rig.forwarder().totals().samplesRefused());
        }
    }
}
