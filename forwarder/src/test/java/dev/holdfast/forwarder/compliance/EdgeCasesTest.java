package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.forwarder.upstream.Order;
import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file edge_cases of the 2.0 suite. */
class EdgeCasesTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("edge_cases")
                .check("empty_scrape", () -> {
                    try (Sender sender = new Sender(Version.V2)) {
                        assertEquals(List.of(), sender.run(60_000).recording().exchanges());
                    }
                })
                .check("huge_label_values", () -> {
                    assertEquals(10_000, Target.LONG_VALUE.length());
                    DataChecks.arrivedAs(seen, Target.labels("odd", "long_value", Target.LONG_VALUE), one());
                })
                .check(
                        "unicode_in_labels",
                        () -> { // in names too, which 2.0 has
                            DataChecks.arrivedAs(seen, Target.labels("odd", "unicode", Target.UNICODE), one());
                            Target target = new Target()
                                    .constant(1, "größe", "stadt.名", "東京")
                                    .constant(1, "odd", "\ud83d\ude00", "1", "\uff21", "2");
                            Recording odd = scraped(target, 3);
                            assertEquals(2, odd.arrived().size());
                            DataChecks.sortedLabels(odd);
                        })
                .check(
                        "many_timeseries",
                        () -> assertEquals(
                                1_000, scraped(numbered(1_000), 2).arrived().size()))
                .check("high_cardinality", () -> {
                    Recording many = scraped(numbered(3_000), 2);
                    WireChecks.symbolsAreUnique(many);
                    DataChecks.orderedSamples(many);
                })
                .check("very_long_metric_name", () -> {
                    assertEquals(750, Target.LONG_NAME.length());
                    DataChecks.arrivedAs(seen, Target.labels(Target.LONG_NAME), one());
                })
                .check(
                        "special_float_combinations",
                        () -> Target.FLOATS.forEach(
                                (kind, bits) -> DataChecks.arrivedAs(seen, Target.labels("float", "kind", kind), bits)))
                .check("zero_timestamp", EdgeCasesTest::theBeginningOfTime)
                .check("future_timestamp", EdgeCasesTest::oneFromTheFutureWaitsAlone)
                .check(
                        "metric_name_with_colons",
                        () -> assertEquals(
                                1, seen.arrivedOf("rule:requests:rate5m").size()))
                .check("stale_marker", () -> {
                    Recording marked =
                            scraped(new Target().bits(tick -> tick < 5 ? one() : Target.STALE, "requests_total"), 6);
                    SortedMap<Long, Long> samples = marked.arrived(Target.labels("requests_total"));
                    assertEquals(Target.STALE, samples.get(samples.lastKey()));
                })
                .check("mixed_sample_and_histogram_families", () -> {
                    WireChecks.plainSamplesOnly(seen);
                    assertEquals(3, seen.arrivedOf("latency_seconds_bucket").size());
                    assertEquals(3, seen.arrivedOf("requests_total").size());
                })
                .check("robustness_under_load", () -> {
                    Target target = new Target();
                    for (int i = 0; i < 200; i++) {
                        target.counter("load_" + i + "_total", "a", "" + i % 7);
                    }
                    Recording loaded = scraped(target, 100);
                    assertEquals(200, loaded.arrived().size());
                    DataChecks.orderedSamples(loaded);
                });
    }

    private static long one() {
        return Double.doubleToRawLongBits(1);
    }

    private static Target numbered(int count) {
        Target target = new Target();
        for (int i = 0; i < count; i++) {
            target.counter("requests_total", "path", "/" + i);
        }
        return target;
    }

    private static Recording scraped(Target target, int ticks) {
        try (Sender sender = new Sender(Version.V2)) {
            Recording seen = sender.scrape(target, ticks, 1_000).settle().recording();
            BehaviourChecks.nothingLost(seen);
            return seen;
        }
    }

    /** Time 0 is a time like any other, for an upstream that takes any. */
    private static void theBeginningOfTime() {
        try (Sender sender = new Sender(Version.V2)) {
            sender.rig.restart(sender.options().order(Order.FREE));
            sender.rig.store.append(Target.labels("requests_total"), 0, one());
            sender.rig.store.append(Target.labels("requests_total"), 1, one());
            Recording seen = sender.run(10_000).recording();
            assertEquals(Map.of(0L, one(), 1L, one()), seen.arrived(Target.labels("requests_total")));
        }
    }

    /** A sample an hour ahead is not sent before its time, and does not keep the others. */
    private static void oneFromTheFutureWaitsAlone() {
        for (Order order : Order.values()) {
            try (Sender sender = new Sender(Version.V2)) {
                sender.rig.restart(sender.options().order(order));
                long aheadMs = sender.rig.clock.wallMs() + 3_600_000;
                sender.rig.store.append(Target.labels("requests_total", "from", "future"), aheadMs, one());
                sender.scrape(new Target().counter("requests_total"), 20, 1_000).settle();
                assertEquals(1, sender.recording().arrived().size(), "order " + order);
                Recording seen = sender.run(3_600_000).recording();
                DataChecks.timesAreOfNow(seen);
                BehaviourChecks.nothingLost(seen);
            }
        }
    }
}
