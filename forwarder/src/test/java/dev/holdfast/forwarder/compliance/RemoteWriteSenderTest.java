package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.upstream.Wire.Version;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The 19 tests of the retired suite for senders of 1.0, the better one on behaviour. */
class RemoteWriteSenderTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V1);
        return new Suite("remote_write_sender")
                .check("Counter", () -> as(seen, Target.labels("requests_total", "method", "post", "code", "200")))
                .check("Gauge", () -> as(seen, Target.labels("temperature_celsius")))
                .check("Histogram", () -> {
                    for (String le : List.of("0.1", "1", "+Inf")) {
                        as(seen, Target.labels("latency_seconds_bucket", "le", le));
                    }
                    as(seen, Target.labels("latency_seconds_sum"));
                    as(seen, Target.labels("latency_seconds_count"));
                })
                .check("Summary", () -> {
                    as(seen, Target.labels("rpc_seconds", "quantile", "0.5"));
                    as(seen, Target.labels("rpc_seconds", "quantile", "0.99"));
                    as(seen, Target.labels("rpc_seconds_sum"));
                    as(seen, Target.labels("rpc_seconds_count"));
                })
                .check("Up", () -> DataChecks.arrivedAs(seen, Target.labels("up"), Double.doubleToRawLongBits(1)))
                .check("Invalid", RemoteWriteSenderTest::whatHasNoWordsIsNotSent)
                .check("JobLabel", () -> DataChecks.jobAndInstance(seen))
                .check("InstanceLabel", () -> DataChecks.jobAndInstance(seen))
                .check("SortedLabels", () -> DataChecks.sortedLabels(seen))
                .check("RepeatedLabels", () -> {
                    assertThrows(IllegalArgumentException.class, () -> Labels.of("__name__", "m", "a", "1", "a", "2"));
                    DataChecks.uniqueNames(seen);
                })
                .check("EmptyLabels", () -> {
                    DataChecks.nothingEmpty(seen);
                    Recording one = with(Labels.EMPTY, new Target().counter("requests_total", "empty", ""));
                    assertEquals(
                            Set.of(Target.labels("requests_total")),
                            one.arrived().keySet());
                    DataChecks.nothingEmpty(one);
                })
                .check("NameLabel", () -> DataChecks.metricNames(seen))
                .check(
                        "HonorLabels",
                        () -> { // what the series says of itself is not overruled from outside
                            Labels external = Labels.of("job", "external", "instance", "external", "site", "here");
                            Recording one = with(external, new Target().counter("requests_total"));
                            DataChecks.jobAndInstance(one);
                            assertEquals(
                                    Set.of(Target.labels("requests_total", "site", "here")),
                                    one.arrived().keySet());
                        })
                .check("Staleness", () -> {
                    Target ends = new Target()
                            .bits(tick -> tick < 4 ? 0 : Target.STALE, "requests_total")
                            .constant(1, "up");
                    SortedMap<Long, Long> samples = with(Labels.EMPTY, ends).arrived(Target.labels("requests_total"));
                    assertEquals(5, samples.size());
                    assertEquals(Target.STALE, samples.get(samples.lastKey()));
                })
                .check("Timestamp", () -> {
                    DataChecks.millisecondTimes(seen);
                    DataChecks.timesAreOfNow(seen);
                })
                .check("Headers", () -> {
                    WireChecks.header(seen, "Content-Encoding", "snappy");
                    WireChecks.header(seen, "Content-Type", "application/x-protobuf");
                    WireChecks.header(seen, "X-Prometheus-Remote-Write-Version", "0.1.0");
                    WireChecks.userAgent(seen);
                    WireChecks.posted(seen);
                    WireChecks.rawSnappy(seen);
                })
                .check("Ordering", RemoteWriteSenderTest::aSlowReceiverGetsThemInOrder)
                .check("Retries500", () -> {
                    Recording again = failing(500);
                    BehaviourChecks.againAfter(again, 500);
                    BehaviourChecks.nothingLost(again);
                })
                .check("Retries400", () -> BehaviourChecks.neverAgainAfter(failing(400), 400));
    }

    private static void as(Recording seen, Labels labels) {
        assertEquals(30, seen.arrived(labels).size(), labels.toString());
        assertEquals(seen.stored().get(labels), seen.arrived(labels));
    }

    private static Recording with(Labels external, Target target) {
        try (Sender sender = new Sender(Version.V1)) {
            sender.rig.restart(sender.options().externalLabels(external));
            return sender.scrape(target, 5, 1_000).settle().recording();
        }
    }

    private static Recording failing(int status) {
        try (Sender sender = new Sender(Version.V1)) {
            Target one = new Target().counter("requests_total");
            return sender.refusing(1, status).scrape(one, 5, 10_000).settle().recording();
        }
    }

    /** A series with a name that 1.0 does not have costs nothing but itself, and is counted. */
    private static void whatHasNoWordsIsNotSent() {
        try (Sender sender = new Sender(Version.V1)) {
            Target target =
                    new Target().counter("requests_total").constant(1, "größe").constant(2, "m", "a.b", "c");
            Recording seen = sender.scrape(target, 5, 1_000).settle().recording();
            assertEquals(Set.of(Target.labels("requests_total")), seen.arrived().keySet());
            DataChecks.metricNames(seen);
            DataChecks.labelNames(seen);
            assertEquals(10, sender.rig.forwarder().totals().samplesRefused());
            assertEquals(5, sender.rig.forwarder().totals().samplesSent());
            assertEquals(List.of(), sender.rig.forwarder().status().pending());
            sender.rig.ledger().intervals().entries().forEach(entry -> {
                assertEquals(LedgerState.REFUSED, entry.state(), "not all of it arrived");
                assertEquals(0, entry.detail(), "and nobody was asked");
            });
        }
        try (Sender sender = new Sender(Version.V1)) {
            sender.scrape(new Target().constant(1, "größe"), 5, 1_000).settle();
            assertEquals(List.of(), sender.exchanges());
            assertEquals(5, sender.rig.forwarder().totals().samplesRefused());
            assertEquals(List.of(), sender.rig.forwarder().status().pending());
        }
    }

    private static void aSlowReceiverGetsThemInOrder() {
        Target target = new Target();
        for (int i = 0; i < 1_000; i++) {
            target.counter("requests_total", "path", "/" + i);
        }
        Random random = new Random(17);
        try (Sender sender = new Sender(Version.V1)) {
            sender.answering(
                    request -> (random.nextInt(5) == 0 ? Answer.of(503) : Answer.of(204)).after(random.nextInt(15)));
            sender.rig.restart(sender.options().maxSamplesPerSend(300));
            Recording seen = sender.scrape(target, 15, 1_000).settle().recording();
            DataChecks.orderedSamples(seen);
            BehaviourChecks.nothingLost(seen);
        }
    }
}
