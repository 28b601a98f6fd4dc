package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file exemplars of the 2.0 suite. Exemplars are not supported: none is ever sent, and the samples beside which there could be one arrive whole. */
class ExemplarsTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        Recording old = Sender.standard(Version.V1);
        return new Suite("exemplars")
                .check("exemplar_with_trace_id", () -> labelled("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"))
                .check("exemplar_with_span_id", () -> labelled("span_id", "00f067aa0ba902b7"))
                .check("exemplar_value_valid", () -> {
                    none(seen);
                    DataChecks.arrivedAsStored(seen);
                })
                .check("exemplar_timestamp_valid", () -> {
                    none(seen);
                    DataChecks.timesAreOfNow(seen);
                })
                .check("exemplar_labels_valid_refs", () -> {
                    none(seen);
                    WireChecks.refsAreInRange(seen);
                })
                .check("exemplar_custom_labels", () -> labelled("custom", "value"))
                .check("exemplar_on_histogram", () -> {
                    none(seen);
                    assertEquals(3, seen.arrivedOf("latency_seconds_bucket").size());
                })
                .check("exemplar_labels_even_length", () -> {
                    none(seen);
                    WireChecks.refsAreEven(seen);
                })
                .check("multiple_exemplars_per_series", () -> {
                    none(seen);
                    assertFalse(FieldScan.of(old).contains("1.3"), "nor in 1.0");
                    assertTrue(FieldScan.of(old).contains("1.2.1"));
                });
    }

    private static void none(Recording seen) {
        assertFalse(FieldScan.of(WireChecks.some(seen)).contains("5.4"));
        assertTrue(FieldScan.of(seen).contains("5.2.1"), "the scan finds nothing at all");
    }

    /** A label as exemplars have it is a label like any other, where a series has it. */
    private static void labelled(String name, String value) {
        try (Sender sender = new Sender(Version.V2)) {
            Target target = new Target().counter("requests_total", name, value).counter("requests_total");
            Recording seen = sender.scrape(target, 3, 1_000).settle().recording();
            none(seen);
            BehaviourChecks.nothingLost(seen);
            assertEquals(2, seen.arrived().size());
        }
    }
}
