package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.LastSeen;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;

/** Finds the series that were there when this host was sampled last: what an earlier run of the agent left open. */
final class LastSeries {
    /**
     * How far before the last tick is looked. Longer than the slowest collector's interval, and no query looks back
     * further: a series without a sample in the last five minutes has ended by itself.
     */
    static final long LOOK_BACK_MS = 300_000;

    private LastSeries() {}

    /**
     * Those of the host's own labels that have a sample there, and no stale marker after it. The newest sample of each is
     * all that is read.
     *
     * @param lastTickMs what {@link LastTick} found
     */
    static List<LastSeen> find(StoreView store, SamplingOptions options, long lastTickMs) {
        List<LastSeen> result = new ArrayList<>();
        if (lastTickMs == LastTick.NEVER) {
            return result;
        }
        List<SeriesMatcher> own =
                List.of(SeriesMatcher.equal("job", options.job()), SeriesMatcher.equal("instance", options.instance()));
        long fromExclusiveMs = lastTickMs - LOOK_BACK_MS;
        long toInclusiveMs = lastTickMs + 1; // with the markers that a start wrote that got no further
        Aggregate newest = new Aggregate();
        try (Snapshot snapshot = store.snapshot()) {
            for (Series series : snapshot.select(own, new TimeRange(fromExclusiveMs + 1, toInclusiveMs + 1))) {
                series.newest(fromExclusiveMs, toInclusiveMs, newest);
                if (newest.lastTimeMs() > newest.staleTimeMs()) {
                    result.add(new LastSeen(series.labels(), newest.lastTimeMs()));
                }
            }
        }
        return result;
    }
}
