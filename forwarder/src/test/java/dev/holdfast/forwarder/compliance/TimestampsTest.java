package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file timestamps of the 2.0 suite. */
class TimestampsTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    private static final long STARTED_MS = Rig.START_MS - Target.RUNNING_MS;

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("timestamps")
                .check("timestamp_int64_milliseconds", () -> DataChecks.millisecondTimes(seen))
                .check("timestamp_ordering_within_series", () -> DataChecks.orderedSamples(seen))
                .check("start_timestamp_for_counters", () -> DataChecks.startTimes(seen, STARTED_MS))
                .check(
                        "start_timestamp_for_histograms",
                        () -> { // its parts are counters
                            List<Long> starts = seen.v2().stream()
                                    .flatMap(request -> request.series().stream()
                                            .filter(one -> request.pairs(one).contains("latency_seconds_bucket")))
                                    .flatMap(one -> one.samples().stream())
                                    .map(DecodedV2.Sample::startMs)
                                    .distinct()
                                    .toList();
                            assertEquals(List.of(STARTED_MS), starts);
                        })
                .check("start_timestamp_zero_handling", TimestampsTest::samplesOlderThanTheStartHaveNone)
                .check("timestamp_precision", TimestampsTest::everyMillisecondIsKept)
                .check("timestamp_future_values", TimestampsTest::nothingIsSentBeforeItsTime)
                .check("start_timestamp_before_sample_timestamp", () -> DataChecks.startTimes(seen, STARTED_MS));
    }

    private static void samplesOlderThanTheStartHaveNone() {
        try (Sender sender = new Sender(Version.V2)) {
            long restartedMs = Rig.START_MS + 3_000;
            sender.rig.facts(Target.facts(restartedMs)).restart(sender.options());
            Recording seen = sender.scrape(new Target().counter("requests_total"), 6, 1_000)
                    .settle()
                    .recording();
            for (DecodedV2 request : WireChecks.some(seen).v2()) {
                for (DecodedV2.Sample sample : request.series().get(0).samples()) {
                    assertEquals(sample.timestampMs() < restartedMs ? 0 : restartedMs, sample.startMs());
                }
            }
            DataChecks.arrivedAsStored(seen);
        }
    }

    private static void everyMillisecondIsKept() {
        try (Sender sender = new Sender(Version.V2)) {
            Recording seen = sender.scrape(new Target().counter("requests_total"), 50, 137)
                    .settle()
                    .recording();
            assertEquals(50, seen.arrived(Target.labels("requests_total")).size());
            assertTrue(seen.arrived(Target.labels("requests_total")).containsKey(Rig.START_MS + 137));
            DataChecks.arrivedAsStored(seen);
        }
    }

    /** The clock is set back: what was sampled before is from the future then, and waits until its time has come. */
    private static void nothingIsSentBeforeItsTime() {
        try (Sender sender = new Sender(Version.V2)) {
            Target target = new Target().counter("requests_total");
            sender.scrape(target, 10, 1_000, 0);
            sender.rig.clock.step(-120_000);
            sender.scrape(target, 60, 1_000).run(30_000);
            DataChecks.timesAreOfNow(sender.recording());
            Recording seen = sender.run(60_000).recording();
            DataChecks.timesAreOfNow(seen);
            DataChecks.arrivedAsStored(seen);
        }
    }
}
