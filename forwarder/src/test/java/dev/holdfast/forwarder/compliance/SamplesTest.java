package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file samples of the 2.0 suite: values to the bit, times, order. */
class SamplesTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("samples")
                .check("float_value_encoding", () -> floats(seen, "fraction"))
                .check("integer_value_encoding", () -> floats(seen, "integer", "two_to_53"))
                .check("zero_value_encoding", () -> floats(seen, "zero", "minus_zero"))
                .check("negative_value_encoding", () -> floats(seen, "negative"))
                .check("positive_infinity_encoding", () -> floats(seen, "plus_inf"))
                .check("negative_infinity_encoding", () -> floats(seen, "minus_inf"))
                .check("nan_encoding", () -> floats(seen, "nan", "nan_payload"))
                .check("timestamp_milliseconds_format", () -> DataChecks.millisecondTimes(seen))
                .check("timestamp_recent", () -> DataChecks.timesAreOfNow(seen))
                .check("multiple_samples_same_series", () -> {
                    DataChecks.orderedSamples(seen);
                    assertEquals(30, seen.arrived(Target.labels("up")).size());
                })
                .check("large_float_values", () -> floats(seen, "large"))
                .check("small_float_values", () -> floats(seen, "small", "smallest"))
                .check("scientific_notation", () -> floats(seen, "scientific"))
                .check("precision_preservation", () -> floats(seen, "precise", "pi"))
                .check("job_instance_labels_present", () -> DataChecks.jobAndInstance(seen))
                .check("sample_ordering", () -> {
                    DataChecks.orderedSamples(seen);
                    DataChecks.arrivedAsStored(seen);
                });
    }

    private static void floats(Recording seen, String... kinds) {
        for (String kind : kinds) {
            DataChecks.arrivedAs(seen, Target.labels("float", "kind", kind), Target.FLOATS.getOrDefault(kind, 0L));
        }
    }
}
