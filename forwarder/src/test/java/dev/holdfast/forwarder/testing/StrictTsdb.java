package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Prometheus without an out-of-order window makes of requests: the samples of a series only move forward, the
 * newest may be repeated with the same value, and a request with anything else is refused whole with 400. Disorder inside
 * a request, which the real one loses silently, is an assertion error here.
 */
public final class StrictTsdb {
    private final Map<Labels, SortedMap<Long, Long>> samples = new HashMap<>();

    /** Takes a request or refuses it; the HTTP status. */
    public synchronized int write(List<DecodedSeries> request) {
        for (DecodedSeries series : request) {
            SortedMap<Long, Long> known = samples.getOrDefault(series.labels(), new TreeMap<>());
            long before = Long.MIN_VALUE;
            for (int i = 0; i < series.timestampsMs().size(); i++) {
                long at = series.timestampsMs().get(i);
                if (at <= before) {
                    throw new AssertionError("disorder inside a request: " + series.labels() + " at " + at);
                }
                before = at;
                boolean older = !known.isEmpty() && at < known.lastKey();
                boolean other = known.containsKey(at)
                        && !known.get(at).equals(series.valueBits().get(i));
                if (older || other) {
                    return 400;
                }
            }
        }
        for (DecodedSeries series : request) {
            SortedMap<Long, Long> known = samples.computeIfAbsent(series.labels(), labels -> new TreeMap<>());
            for (int i = 0; i < series.timestampsMs().size(); i++) {
                known.put(series.timestampsMs().get(i), series.valueBits().get(i));
            }
        }
        return 204;
    }

    /** Everything that was taken: series to time to bits. */
    public synchronized Map<Labels, SortedMap<Long, Long>> contents() {
        return new TreeMap<>(samples);
    }
}
