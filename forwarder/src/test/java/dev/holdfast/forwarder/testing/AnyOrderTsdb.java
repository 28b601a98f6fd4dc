package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A receiver's memory that takes any order; a second value for the same sample is an assertion error. */
public final class AnyOrderTsdb {
    private final Map<Labels, SortedMap<Long, Long>> samples = new HashMap<>();

    /** Takes a request; the HTTP status. */
    public synchronized int write(List<DecodedSeries> request) {
        for (DecodedSeries series : request) {
            SortedMap<Long, Long> known = samples.computeIfAbsent(series.labels(), labels -> new TreeMap<>());
            for (int i = 0; i < series.timestampsMs().size(); i++) {
                Long before = known.put(
                        series.timestampsMs().get(i), series.valueBits().get(i));
                if (before != null && !before.equals(series.valueBits().get(i))) {
                    throw new AssertionError("sent again with another value: " + series.labels());
                }
            }
        }
        return 204;
    }

    /** Everything that was taken: series to time to bits. */
    public synchronized Map<Labels, SortedMap<Long, Long>> contents() {
        return new TreeMap<>(samples);
    }
}
