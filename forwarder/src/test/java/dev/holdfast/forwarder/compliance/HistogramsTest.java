package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.upstream.Wire.Version;
import dev.holdfast.storage.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file histograms of the 2.0 suite. Native histograms are not supported: none is ever sent, and what a classic one consists of arrives as plain samples. */
class HistogramsTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("histograms")
                .check("native_histogram_structure", () -> none(seen))
                .check("histogram_count_present", () -> parts(seen, "latency_seconds_count", 1))
                .check("histogram_sum_present", () -> parts(seen, "latency_seconds_sum", 1))
                .check("histogram_buckets_ordered", () -> {
                    parts(seen, "latency_seconds_bucket", 3);
                    for (DecodedV2 request : seen.v2()) {
                        List<String> bounds = request.series().stream()
                                .map(request::pairs)
                                .filter(pairs -> pairs.contains("latency_seconds_bucket"))
                                .map(pairs -> pairs.get(pairs.indexOf("le") + 1))
                                .toList();
                        assertEquals(Set.of("0.1", "1", "+Inf"), Set.copyOf(bounds));
                        assertEquals(3, bounds.size());
                    }
                })
                .check(
                        "histogram_positive_buckets",
                        () -> arrives(seen, Target.labels("latency_seconds_bucket", "le", "0.1")))
                .check("histogram_negative_buckets", () -> bound("-5"))
                .check("histogram_zero_bucket", () -> bound("0"))
                .check(
                        "histogram_schema",
                        () -> { // no schema, hence no type that promises one
                            none(seen);
                            DataChecks.metadata(seen)
                                    .forEach((metric, said) ->
                                            assertTrue(Set.of(0, 1, 2).contains(said.get(0)), metric));
                        })
                .check(
                        "histogram_timestamp",
                        () -> { // all parts have the times of their scrape
                            Set<Object> times = new HashSet<>();
                            for (String metric :
                                    List.of("latency_seconds_bucket", "latency_seconds_sum", "latency_seconds_count")) {
                                seen.arrivedOf(metric)
                                        .forEach(labels ->
                                                times.add(seen.arrived(labels).keySet()));
                            }
                            assertEquals(1, times.size());
                        })
                .check("histogram_no_mixed_with_samples", () -> {
                    none(seen);
                    for (DecodedV2 request : seen.v2()) {
                        request.series()
                                .forEach(series -> assertFalse(series.samples().isEmpty()));
                    }
                })
                .check("histogram_empty_buckets", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        Target target = new Target().constant(0, "latency_seconds_bucket", "le", "1");
                        BehaviourChecks.nothingLost(
                                sender.scrape(target, 3, 1_000).settle().recording());
                    }
                })
                .check("histogram_large_counts", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        Target target = new Target().constant(1L << 53, "latency_seconds_count");
                        Recording large =
                                sender.scrape(target, 3, 1_000).settle().recording();
                        DataChecks.arrivedAs(
                                large,
                                Target.labels("latency_seconds_count"),
                                Double.doubleToRawLongBits(9_007_199_254_740_992.0));
                    }
                });
    }

    /** No series of any request has the field of histograms, read without a schema. */
    private static void none(Recording seen) {
        assertFalse(FieldScan.of(WireChecks.some(seen)).contains("5.3"));
        assertTrue(FieldScan.of(seen).contains("5.2.1"), "the scan finds nothing at all");
    }

    private static void parts(Recording seen, String metric, int count) {
        none(seen);
        List<Labels> arrived = seen.arrivedOf(metric);
        assertEquals(count, arrived.size());
        arrived.forEach(labels -> arrives(seen, labels));
    }

    private static void arrives(Recording seen, Labels labels) {
        assertEquals(30, seen.arrived(labels).size());
        assertEquals(seen.stored().get(labels), seen.arrived(labels));
    }

    private static void bound(String le) {
        try (Sender sender = new Sender(Version.V2)) {
            Target target = new Target().counter("balance_bucket", "le", le);
            Recording seen = sender.scrape(target, 3, 1_000).settle().recording();
            none(seen);
            BehaviourChecks.nothingLost(seen);
            assertEquals(1, seen.arrivedOf("balance_bucket").size());
        }
    }
}
