package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.storage.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What holds of the series and samples of every request: checks of a recording, also of a forged one. */
final class DataChecks {
    private static final long FIVE_MINUTES_MS = 300_000;

    private DataChecks() {}

    /** Everything in the store arrived, with its bits, and nothing else. */
    static void arrivedAsStored(Recording recording) {
        assertEquals(recording.stored(), recording.arrived());
        assertFalse(recording.stored().isEmpty());
    }

    static void sortedLabels(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            List<byte[]> names = series.names().stream()
                    .map(name -> name.getBytes(StandardCharsets.UTF_8))
                    .toList();
            for (int i = 1; i < names.size(); i++) {
                assertTrue(Arrays.compareUnsigned(names.get(i - 1), names.get(i)) < 0, "order of " + series.names());
            }
        }
    }

    static void uniqueNames(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            assertEquals(
                    series.names().size(),
                    new HashSet<>(series.names()).size(),
                    series.names().toString());
        }
    }

    static void metricNames(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            int at = series.names().indexOf("__name__");
            assertTrue(at >= 0, "no metric name in " + series.pairs());
            String name = series.pairs().get(2 * at + 1);
            assertTrue(name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*"), name);
        }
    }

    static void labelNames(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            for (String name : series.names()) {
                assertTrue(name.matches("[a-zA-Z_][a-zA-Z0-9_]*"), name);
            }
        }
    }

    static void noReservedNames(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            for (String name : series.names()) {
                assertTrue(!name.startsWith("__") || name.equals("__name__"), name);
            }
        }
    }

    static void nothingEmpty(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            assertFalse(series.pairs().contains(""), "an empty name or value in " + series.pairs());
        }
    }

    static void jobAndInstance(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            assertEquals(Target.JOB, series.labels().get("job"));
            assertEquals(Target.INSTANCE, series.labels().get("instance"));
        }
    }

    /** Inside a request times rise; across requests too, for what was taken. */
    static void orderedSamples(Recording recording) {
        Map<Labels, Long> newest = new HashMap<>();
        for (Recording.Exchange exchange : WireChecks.some(recording).exchanges()) {
            HashSet<Labels> inRequest = new HashSet<>();
            for (DecodedSeries series : exchange.request().series()) {
                assertTrue(inRequest.add(series.labels()), "a series twice in a request");
                long before = exchange.taken() ? newest.getOrDefault(series.labels(), Long.MIN_VALUE) : Long.MIN_VALUE;
                for (long timestampMs : series.timestampsMs()) {
                    assertTrue(timestampMs > before, series.labels() + " at " + timestampMs + " after " + before);
                    before = timestampMs;
                }
                if (exchange.taken()) {
                    newest.put(series.labels(), before);
                }
            }
        }
    }

    static void millisecondTimes(Recording recording) {
        for (DecodedSeries series : WireChecks.some(recording).series()) {
            for (long timestampMs : series.timestampsMs()) {
                assertTrue(timestampMs > 1_000_000_000_000L && timestampMs < 10_000_000_000_000L, "" + timestampMs);
            }
        }
    }

    /** No sample is newer than the moment at which it came, and none is old while nothing failed. */
    static void timesAreOfNow(Recording recording) {
        for (Recording.Exchange exchange : WireChecks.some(recording).exchanges()) {
            for (DecodedSeries series : exchange.request().series()) {
                for (long timestampMs : series.timestampsMs()) {
                    assertTrue(timestampMs <= exchange.atMs(), "from the future: " + timestampMs);
                    assertTrue(timestampMs > exchange.atMs() - FIVE_MINUTES_MS, "old: " + timestampMs);
                }
            }
        }
    }

    /** The start of a counter is known, not after its sample, and the same for all samples; gauges have none. */
    static void startTimes(Recording recording, long startMs) {
        int counters = 0;
        for (DecodedV2 request : WireChecks.some(recording).v2()) {
            for (DecodedV2.Series series : request.series()) {
                DecodedV2.Metadata metadata = series.metadata();
                boolean counter = metadata != null && metadata.type() == 1;
                for (DecodedV2.Sample sample : series.samples()) {
                    assertEquals(counter ? startMs : 0, sample.startMs());
                    assertTrue(sample.startMs() <= sample.timestampMs());
                    counters += counter ? 1 : 0;
                }
            }
        }
        assertTrue(counters > 0, "no counter was seen");
    }

    /** What is said of a metric: {type, help, unit}; the same in every series of it, or an error. Absent when nothing is. */
    static Map<String, List<Object>> metadata(Recording recording) {
        Map<String, List<Object>> known = new TreeMap<>();
        for (DecodedV2 request : WireChecks.some(recording).v2()) {
            for (DecodedV2.Series series : request.series()) {
                String metric = Objects.requireNonNull(
                        request.pairs(series).get(request.pairs(series).indexOf("__name__") + 1));
                DecodedV2.Metadata said = series.metadata();
                List<Object> now = said == null
                        ? List.of()
                        : List.of(said.type(), request.symbol(said.helpRef()), request.symbol(said.unitRef()));
                List<Object> before = known.put(metric, now);
                assertTrue(before == null || before.equals(now), metric + ": " + before + " and " + now);
            }
        }
        known.values().removeIf(List::isEmpty);
        return known;
    }

    /** A series arrived, always with these bits. */
    static void arrivedAs(Recording recording, Labels labels, long bits) {
        SortedMap<Long, Long> samples = recording.arrived(labels);
        assertFalse(samples.isEmpty(), labels + " did not arrive");
        samples.values().forEach(value -> assertEquals(bits, value, labels.toString()));
        assertEquals(recording.stored().get(labels), samples);
    }

    /** Whether two requests hold the same samples. */
    static boolean sameSamples(Receiver.Request a, Receiver.Request b) {
        return a.series().equals(b.series());
    }

    /** Samples of a request, as text that names each. */
    static HashSet<String> samples(Receiver.Request request) {
        HashSet<String> result = new HashSet<>();
        for (DecodedSeries series : request.series()) {
            for (int i = 0; i < series.timestampsMs().size(); i++) {
                result.add(series.labels() + "@" + series.timestampsMs().get(i) + "="
                        + series.valueBits().get(i));
            }
        }
        return result;
    }
}
