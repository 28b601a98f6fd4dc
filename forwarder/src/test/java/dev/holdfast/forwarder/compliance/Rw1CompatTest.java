package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file rw1_compat of the 2.0 suite: a sender that is told to speak 1.0. */
class Rw1CompatTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V1);
        return new Suite("rw1_compat")
                .check(
                        "rw1_version_header",
                        () -> WireChecks.header(seen, "X-Prometheus-Remote-Write-Version", "0.1.0"))
                .check("rw1_content_type", () -> WireChecks.header(seen, "Content-Type", "application/x-protobuf"))
                .check("rw1_samples_encoding", () -> {
                    DataChecks.arrivedAsStored(seen);
                    DataChecks.orderedSamples(seen);
                    DataChecks.timesAreOfNow(seen);
                })
                .check("rw1_labels_encoding", () -> {
                    DataChecks.sortedLabels(seen);
                    DataChecks.uniqueNames(seen);
                    DataChecks.nothingEmpty(seen);
                    DataChecks.metricNames(seen);
                    DataChecks.labelNames(seen);
                })
                .check(
                        "rw1_no_native_histograms",
                        () -> assertFalse(fields(seen).contains("1.4")))
                .check("rw1_no_start_timestamp", () -> assertEquals(Set.of("1.2.1", "1.2.2"), below(seen, "1.2.")))
                .check("rw1_metadata_handling", () -> assertFalse(fields(seen).contains("3")))
                .check(
                        "rw1_symbol_table_not_used",
                        () -> assertEquals(Set.of("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "1.2.2"), fields(seen)))
                .check("rw1_configuration", () -> {
                    for (int status : new int[] {400, 415, 500}) {
                        try (Sender sender = new Sender(Version.V1)) {
                            sender.refusing(2, status)
                                    .scrape(Target.standard(), 10, 1_000)
                                    .run(200_000);
                            BehaviourChecks.stays(sender.recording(), "0.1.0");
                        }
                    }
                });
    }

    private static Set<String> fields(Recording seen) {
        return FieldScan.of(WireChecks.some(seen));
    }

    private static Set<String> below(Recording seen, String prefix) {
        Set<String> result = new HashSet<>(fields(seen));
        result.removeIf(field -> !field.startsWith(prefix));
        return result;
    }
}
