package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No case of the suites disappears in silence. */
class CountTest {
    @Test
    void thereAreAsManyAsInTheSuiteFor2() {
        List<Suite> suites = List.of(
                ProtocolTest.suite(),
                SymbolsTest.suite(),
                LabelsTest.suite(),
                SamplesTest.suite(),
                TimestampsTest.suite(),
                MetadataTest.suite(),
                RetryTest.suite(),
                BackoffTest.suite(),
                FallbackTest.suite(),
                ResponseTest.suite(),
                ErrorHandlingTest.suite(),
                BatchingTest.suite(),
                CombinedTest.suite(),
                EdgeCasesTest.suite(),
                HistogramsTest.suite(),
                ExemplarsTest.suite(),
                Rw1CompatTest.suite());
        Map<String, Integer> counts = new TreeMap<>();
        suites.forEach(suite -> counts.put(suite.file(), suite.names().size()));
        Map<String, Integer> expected = new TreeMap<>(Map.of(
                "protocol",
                8 + 1,
                "symbols",
                4 + 1,
                "labels",
                13,
                "samples",
                15 + 1,
                "timestamps",
                8,
                "metadata",
                11,
                "retry",
                9,
                "backoff",
                4,
                "fallback",
                5 + 1,
                "response",
                8 + 1));
        expected.putAll(Map.of(
                "error_handling", 10,
                "batching", 5 + 1,
                "combined", 8,
                "edge_cases", 12 + 1,
                "histograms", 12,
                "exemplars", 9,
                "rw1_compat", 8 + 1));
        assertEquals(expected, counts);
        assertEquals(157, counts.values().stream().mapToInt(count -> count).sum());
    }

    @Test
    void thereAreAsManyAsInTheRetiredSuiteFor1() {
        assertEquals(
                List.of(
                        "Counter",
                        "Gauge",
                        "Histogram",
                        "Summary",
                        "Up",
                        "Invalid",
                        "JobLabel",
                        "InstanceLabel",
                        "SortedLabels",
                        "RepeatedLabels",
                        "EmptyLabels",
                        "NameLabel",
                        "HonorLabels",
                        "Staleness",
                        "Timestamp",
                        "Headers",
                        "Ordering",
                        "Retries500",
                        "Retries400"),
                RemoteWriteSenderTest.suite().names());
        assertEquals(19, RemoteWriteSenderTest.suite().names().size());
    }
}
