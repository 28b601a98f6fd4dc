package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file metadata of the 2.0 suite. The store has no types of histogram and summary: their parts are counters and gauges. */
class MetadataTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("metadata")
                .check("metadata_type_counter", () -> said(seen, "requests_total", 1, "Requests.", ""))
                .check("metadata_type_gauge", () -> said(seen, "temperature_celsius", 2, "Temperature.", "celsius"))
                .check("metadata_type_histogram", () -> {
                    said(seen, "latency_seconds_bucket", 1, "Observations.", "");
                    said(seen, "latency_seconds_sum", 1, "Sum.", "seconds");
                    said(seen, "latency_seconds_count", 1, "Observations.", "");
                })
                .check("metadata_type_summary", () -> {
                    said(seen, "rpc_seconds", 2, "Quantiles.", "seconds");
                    said(seen, "rpc_seconds_count", 1, "Observations.", "");
                })
                .check("metadata_help_text", () -> said(seen, "up", 2, "Whatever.", ""))
                .check("metadata_unit", () -> said(seen, "rpc_seconds_sum", 1, "Sum.", "seconds"))
                .check("metadata_help_with_newlines", () -> said(seen, "lines_help", 2, Target.HELP_LINES, ""))
                .check("metadata_help_with_special_chars", () -> said(seen, "special_help", 2, Target.HELP_SPECIAL, ""))
                .check("metadata_help_refs_valid", () -> WireChecks.refsAreInRange(seen))
                .check("metadata_consistent_across_series", () -> {
                    assertEquals(3, seen.arrivedOf("requests_total").size());
                    said(seen, "requests_total", 1, "Requests.", ""); // fails when one says something else
                    assertFalse(DataChecks.metadata(seen).containsKey("unknown_to_all"), "invented");
                })
                .check("metadata_empty_help_allowed", () -> said(seen, "no_help", 2, "", ""));
    }

    private static void said(Recording seen, String metric, int type, String help, String unit) {
        assertEquals(List.of(type, help, unit), DataChecks.metadata(seen).get(metric));
    }
}
