package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an earlier run of the agent sampled last of the counts that go on through restarts. After a crash the ledger may lack the
 * last few requests, since its account is written along with what it settles: a count would go back by them, and {@code rate} take
 * that for a beginning from zero and add the whole of it. Immutable.
 */
final class LastCounts {
    /** There was no earlier run. */
    static final LastCounts NONE = new LastCounts(Map.of());

    /** So long before the last tick a count may have been sampled last. */
    private static final long LATELY_MS = 600_000;

    private final Map<String, Double> values;

    private LastCounts(Map<String, Double> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads them. Cost: the last minutes of a few dozen series.
     *
     * @param lastTickMs when this host was sampled last, milliseconds since the epoch, or {@link LastTick#NEVER}
     */
    static LastCounts read(StoreView store, SamplingOptions options, long lastTickMs) {
        if (lastTickMs == LastTick.NEVER) {
            return NONE;
        }
        Map<String, Double> values = new HashMap<>();
        List<SeriesMatcher> own =
                List.of(SeriesMatcher.equal("job", options.job()), SeriesMatcher.equal("instance", options.instance()));
        TimeRange lately = new TimeRange(lastTickMs - LATELY_MS, lastTickMs + 1);
        try (Snapshot snapshot = store.snapshot()) {
            for (Series series : snapshot.select(own, lately)) {
                String name = series.labels().metricName();
                if (name.startsWith("holdfast_") && name.endsWith("_total")) {
                    SampleCursor cursor = series.samples(lately.fromInclusiveMs(), lately.toExclusiveMs());
                    while (cursor.next()) {
                        if (Double.isFinite(cursor.value())) { // the marker of an end is not
                            values.put(key(name, of(series.labels())), cursor.value());
                        }
                    }
                }
            }
        }
        return new LastCounts(values);
    }

    private static String of(Labels labels) {
        return labels.get("upstream").isEmpty() ? labels.get("kind") : labels.get("upstream");
    }

    private static String key(String name, String of) {
        return name + '/' + of;
    }

    /**
     * The last value of a count, 0 when there was none.
     *
     * @param of the upstream, or the kind of what was written
     */
    double value(String name, String of) {
        return values.getOrDefault(key(name, of), 0.0);
    }
}
