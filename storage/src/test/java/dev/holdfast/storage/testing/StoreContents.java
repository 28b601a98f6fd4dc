package dev.holdfast.storage.testing;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that a store answers, as a map. */
public final class StoreContents {
    private StoreContents() {}

    /** All samples of a view now: series, time, bits. */
    public static SortedMap<Labels, SortedMap<Long, Long>> of(StoreView view) {
        try (Snapshot snapshot = view.snapshot()) {
            return of(snapshot);
        }
    }

    /** All samples of a snapshot. */
    public static SortedMap<Labels, SortedMap<Long, Long>> of(Snapshot snapshot) {
        SortedMap<Labels, SortedMap<Long, Long>> result = new TreeMap<>();
        for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
            SortedMap<Long, Long> samples = new TreeMap<>();
            SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
            long before = Long.MIN_VALUE;
            while (cursor.next()) {
                if (cursor.timestampMs() <= before) {
                    throw new AssertionError(series.labels() + ": " + cursor.timestampMs() + " after " + before);
                }
                before = cursor.timestampMs();
                samples.put(before, cursor.valueBits());
            }
            if (!samples.isEmpty() && result.put(series.labels(), samples) != null) {
                throw new AssertionError("selected twice: " + series.labels());
            }
        }
        return result;
    }

    /** Number of samples. */
    public static long count(SortedMap<Labels, SortedMap<Long, Long>> contents) {
        long count = 0;
        for (SortedMap<Long, Long> samples : contents.values()) {
            count += samples.size();
        }
        return count;
    }

    /** The first difference in words, or empty. */
    public static String difference(
            SortedMap<Labels, SortedMap<Long, Long>> expected, SortedMap<Labels, SortedMap<Long, Long>> actual) {
        if (expected.equals(actual)) {
            return "";
        }
        for (var entry : expected.entrySet()) {
            SortedMap<Long, Long> found = actual.getOrDefault(entry.getKey(), new TreeMap<>());
            for (var sample : entry.getValue().entrySet()) {
                Long bits = found.get(sample.getKey());
                if (!sample.getValue().equals(bits)) {
                    return entry.getKey() + " at " + sample.getKey() + ": expected " + hex(sample.getValue())
                            + ", found " + hex(bits) + "; in all " + count(expected) + " expected, " + count(actual)
                            + " found";
                }
            }
        }
        for (var entry : actual.entrySet()) {
            SortedMap<Long, Long> wanted = expected.getOrDefault(entry.getKey(), new TreeMap<>());
            for (var sample : entry.getValue().entrySet()) {
                if (!wanted.containsKey(sample.getKey())) {
                    return entry.getKey() + " at " + sample.getKey() + ": invented " + hex(sample.getValue());
                }
            }
        }
        return "differs";
    }

    private static String hex(Long bits) {
        return bits == null ? "nothing" : Long.toHexString(bits);
    }
}
