package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.forwarder.upstream.Wire.Version;
import dev.holdfast.storage.Labels;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file labels of the 2.0 suite. */
class LabelsTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("labels")
                .check("label_lexicographic_ordering", () -> {
                    DataChecks.sortedLabels(seen);
                    externalLabelsDoNotRepeat(); // they come between those of the series, and before the name
                })
                .check("metric_name_label_present", () -> DataChecks.metricNames(seen))
                .check("metric_name_format_valid", () -> {
                    DataChecks.metricNames(seen);
                    assertEquals(1, seen.arrivedOf("rule:requests:rate5m").size());
                })
                .check("label_name_format_valid", () -> DataChecks.labelNames(seen))
                .check("no_duplicate_label_names", () -> {
                    DataChecks.uniqueNames(seen);
                    externalLabelsDoNotRepeat();
                })
                .check("label_names_not_empty", () -> DataChecks.nothingEmpty(seen))
                .check(
                        "label_values_may_be_empty",
                        () -> { // an empty value is no label, and none is sent
                            DataChecks.nothingEmpty(seen);
                            assertFalse(Labels.of("__name__", "m", "empty", "")
                                    .toString()
                                    .contains("empty"));
                        })
                .check("reserved_label_prefix", () -> DataChecks.noReservedNames(seen))
                .check("unicode_in_label_values", () -> arrives(seen, "unicode", Target.UNICODE))
                .check("special_chars_in_label_values", () -> arrives(seen, "special", Target.SPECIAL))
                .check("very_long_label_names", () -> arrives(seen, Target.LONG_LABEL, "x"))
                .check("very_long_label_values", () -> arrives(seen, "long_value", Target.LONG_VALUE))
                .check("many_labels_per_series", () -> {
                    List<Labels> many = seen.arrivedOf("many_labels");
                    assertEquals(1, many.size());
                    assertEquals(33, many.get(0).size());
                });
    }

    private static void arrives(Recording seen, String name, String value) {
        DataChecks.arrivedAs(seen, Target.labels("odd", name, value), Double.doubleToRawLongBits(1));
    }

    /** The series has a label that the upstream adds to all that lack it. */
    private static void externalLabelsDoNotRepeat() {
        try (Sender sender = new Sender(Version.V2)) {
            sender.rig.restart(
                    sender.options().externalLabels(Labels.of("site", "here", "job", "external", "Zone", "z")));
            sender.scrape(new Target().counter("requests_total"), 3, 1_000).settle();
            Recording added = sender.recording();
            DataChecks.uniqueNames(added);
            DataChecks.sortedLabels(added);
            Labels expected = Target.labels("requests_total", "site", "here", "Zone", "z");
            assertEquals(Set.of(expected), added.arrived().keySet());
        }
    }
}
