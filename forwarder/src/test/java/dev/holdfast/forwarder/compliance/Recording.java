package dev.holdfast.forwarder.compliance;

import dev.holdfast.forwarder.testing.AnyOrderTsdb;
import dev.holdfast.forwarder.testing.DecodedSeries;
import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen of a sender.
 *
 * @param exchanges every request with its answer, in the order they came
 * @param stored what was in the store: series to time to bits
 * @param nowMs wall time at the end
 */
record Recording(List<Exchange> exchanges, Map<Labels, SortedMap<Long, Long>> stored, long nowMs) {
    /** One request, when it came, milliseconds since the epoch, and the status it was answered with; 0 for none. */
    record Exchange(Receiver.Request request, long atMs, int status) {
        boolean taken() {
            return status >= 200 && status < 300;
        }

        String header(String name) {
            String value = request.headers().getFirst(name);
            return value == null ? "" : value;
        }
    }

    List<Receiver.Request> requests() {
        return exchanges.stream().map(Exchange::request).toList();
    }

    /** Every 2.0 request, decoded by a strict reader. */
    List<DecodedV2> v2() {
        List<DecodedV2> result = new ArrayList<>();
        for (Receiver.Request request : requests()) {
            if (request.isV2()) {
                try {
                    result.add(DecodedV2.ofBody(request.body()));
                } catch (IOException e) {
                    throw new AssertionError("a request cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return result;
    }

    /** Every series of every request. */
    List<DecodedSeries> series() {
        List<DecodedSeries> result = new ArrayList<>();
        for (Receiver.Request request : requests()) {
            result.addAll(request.series());
        }
        return result;
    }

    /** What was taken: series to time to bits. */
    Map<Labels, SortedMap<Long, Long>> arrived() {
        AnyOrderTsdb tsdb = new AnyOrderTsdb();
        for (Exchange exchange : exchanges) {
            if (exchange.taken()) {
                int unused = tsdb.write(exchange.request().series());
            }
        }
        return tsdb.contents();
    }

    /** The samples of a series that arrived; empty when it did not. */
    SortedMap<Long, Long> arrived(Labels labels) {
        return arrived().getOrDefault(labels, new TreeMap<>());
    }

    /** Series that arrived, of a metric. */
    List<Labels> arrivedOf(String metric) {
        return arrived().keySet().stream()
                .filter(labels -> labels.metricName().equals(metric))
                .toList();
    }
}
