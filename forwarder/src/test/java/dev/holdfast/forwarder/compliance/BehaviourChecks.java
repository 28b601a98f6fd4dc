package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a sender does after an answer: checks of a recording, also of a forged one. */
final class BehaviourChecks {
    private BehaviourChecks() {}

    /** No sample of a request that was answered with a status comes again, in whatever request. */
    static void neverAgainAfter(Recording recording, int status) {
        List<Recording.Exchange> all = WireChecks.some(recording).exchanges();
        boolean found = false;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).status() == status) {
                found = true;
                Set<String> refused = DataChecks.samples(all.get(i).request());
                for (int j = i + 1; j < all.size(); j++) {
                    assertTrue(
                            Collections.disjoint(
                                    refused, DataChecks.samples(all.get(j).request())),
                            "request " + j + " has samples again that were answered with " + status);
                }
            }
        }
        assertTrue(found, "nothing was answered with " + status);
    }

    /** What was answered with a status is what comes next, the same samples, until they are taken. */
    static void againAfter(Recording recording, int status) {
        List<Recording.Exchange> all = WireChecks.some(recording).exchanges();
        boolean found = false;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).status() == status) {
                found = true;
                assertTrue(i + 1 < all.size(), "not sent again after " + status);
                assertTrue(
                        DataChecks.sameSamples(
                                all.get(i).request(), all.get(i + 1).request()),
                        "what follows on " + status + " are other samples");
            }
        }
        assertTrue(found, "nothing was answered with " + status);
        assertTrue(all.get(all.size() - 1).taken(), "the newest request was not taken");
    }

    /** After a 2.0 request that was not stored the same samples come at once in 1.0, and 1.0 it is from there on. */
    static void fallsBack(Recording recording) {
        List<Recording.Exchange> all = WireChecks.some(recording).exchanges();
        assertEquals("2.0.0", all.get(0).header("X-Prometheus-Remote-Write-Version"));
        assertTrue(all.size() > 2, "too few requests: " + all.size());
        assertTrue(DataChecks.sameSamples(all.get(0).request(), all.get(1).request()), "other samples");
        assertEquals(all.get(0).atMs(), all.get(1).atMs(), "not at once");
        for (Recording.Exchange exchange : all.subList(1, all.size())) {
            assertEquals("0.1.0", exchange.header("X-Prometheus-Remote-Write-Version"));
            assertEquals("application/x-protobuf", exchange.header("Content-Type"));
            assertFalse(exchange.request().isV2());
        }
    }

    /** Every request is of one version. */
    static void stays(Recording recording, String version) {
        for (Recording.Exchange exchange : WireChecks.some(recording).exchanges()) {
            assertEquals(version, exchange.header("X-Prometheus-Remote-Write-Version"));
        }
    }

    /** Pauses between the requests, milliseconds. */
    static long[] gapsMs(Recording recording) {
        List<Recording.Exchange> all = recording.exchanges();
        long[] gaps = new long[Math.max(0, all.size() - 1)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = all.get(i + 1).atMs() - all.get(i).atMs();
        }
        return gaps;
    }

    /** Every sample of the store was taken, most of them once. */
    static void nothingLost(Recording recording) {
        DataChecks.arrivedAsStored(recording);
        Set<String> taken = new HashSet<>();
        for (Recording.Exchange exchange : recording.exchanges()) {
            if (exchange.taken()) {
                taken.addAll(DataChecks.samples(exchange.request()));
            }
        }
        long stored = recording.stored().values().stream()
                .mapToLong(samples -> samples.size())
                .sum();
        assertEquals(stored, taken.size());
    }
}
