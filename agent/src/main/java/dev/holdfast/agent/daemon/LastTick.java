package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.List;

/** Finds when this host was sampled last, by an earlier run of the agent: the newest sample of {@code up}. */
final class LastTick {
    /** There is none. */
    static final long NEVER = -1;

    private static final long MINUTE_MS = 60_000;

    private LastTick() {}

    /** Its time, milliseconds since the epoch, or {@link #NEVER}; samples after {@code nowMs} do not count. */
    static long find(StoreView store, SamplingOptions options, long nowMs) {
        List<SeriesMatcher> matchers = List.of(
                SeriesMatcher.equal(Labels.METRIC_NAME, "up"),
                SeriesMatcher.equal("job", options.job()),
                SeriesMatcher.equal("instance", options.instance()));
        try (Snapshot snapshot = store.snapshot()) {
            TimeRange all = snapshot.timeRange();
            long to = Math.min(all.toExclusiveMs(), nowMs + 1);
            // Back in time by longer and longer stretches: the usual restart reads a minute, not the whole history.
            for (long length = MINUTE_MS; to > all.fromInclusiveMs(); length *= 8) {
                long from = Math.max(all.fromInclusiveMs(), to - length);
                long last = lastIn(snapshot, matchers, new TimeRange(from, to));
                if (last != NEVER) {
                    return last;
                }
                to = from;
            }
        }
        return NEVER;
    }

    private static long lastIn(Snapshot snapshot, List<SeriesMatcher> matchers, TimeRange range) {
        long last = NEVER;
        for (Series series : snapshot.select(matchers, range)) {
            SampleCursor cursor = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
            while (cursor.next()) {
                last = Math.max(last, cursor.timestampMs());
            }
        }
        return last;
    }
}
