package dev.holdfast.agent.screen;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the moments at which a host was sampled, by series that every tick has. One thread. */
final class TickFinder {
    /** Nothing was found. */
    static final long NONE = Long.MIN_VALUE;

    private static final Set<String> NAMES = Set.of(
            "node_load1", "node_time_seconds", "node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes", "up");
    private static final long[] BACK_MS = {Readings.LOOKBACK_MS, 3_600_000, 86_400_000, 8 * 86_400_000L};
    private static final int TICKS_LOOKED_AT = 4;

    private final Snapshot snapshot;
    private final List<SeriesMatcher> matchers;
    private final Aggregate aggregate = new Aggregate();

    TickFinder(Snapshot snapshot, List<SeriesMatcher> host) {
        this.snapshot = snapshot;
        matchers = new ArrayList<>(host);
        matchers.add(SeriesMatcher.of(Labels.METRIC_NAME, NAMES::contains, "one of " + NAMES));
    }

    /** Time of the newest tick at or before a moment. */
    long atOrBefore(long timestampMs) {
        long firstMs = snapshot.timeRange().fromInclusiveMs();
        for (long backMs : BACK_MS) {
            long found = newest(timestampMs - backMs, timestampMs);
            if (found != NONE || timestampMs - backMs < firstMs) {
                return found;
            }
        }
        return newest(firstMs - 1, timestampMs);
    }

    private long newest(long fromExclusiveMs, long toInclusiveMs) {
        if (toInclusiveMs <= fromExclusiveMs) {
            return NONE;
        }
        long found = NONE;
        for (Series series : snapshot.select(matchers, new TimeRange(fromExclusiveMs + 1, toInclusiveMs + 1))) {
            series.newest(fromExclusiveMs, toInclusiveMs, aggregate);
            found = aggregate.count() > 0 ? Math.max(found, aggregate.lastTimeMs()) : found;
        }
        return found;
    }

    /** Time of the first tick after a moment. */
    long after(long timestampMs) {
        long found = Long.MAX_VALUE;
        long endMs = snapshot.timeRange().toExclusiveMs();
        if (timestampMs + 1 >= endMs) {
            return NONE;
        }
        for (Series series : snapshot.select(matchers, new TimeRange(timestampMs + 1, endMs))) {
            SampleCursor cursor = series.samples(timestampMs + 1, endMs);
            boolean more = cursor.next();
            while (more && cursor.valueBits() == Aggregate.STALE_MARKER_BITS) {
                more = cursor.next();
            }
            found = more ? Math.min(found, cursor.timestampMs()) : found;
        }
        return found == Long.MAX_VALUE ? NONE : found;
    }

    /** The shortest distance of some ticks up to one, milliseconds; a second when there is only one. */
    long intervalMs(long tickMs) {
        long shortest = Long.MAX_VALUE;
        long laterMs = tickMs;
        for (int i = 0; i < TICKS_LOOKED_AT; i++) {
            long earlierMs = newest(laterMs - Readings.LOOKBACK_MS, laterMs - 1);
            if (earlierMs == NONE) {
                break;
            }
            // Collectors of a tick that stamp a little apart are one tick.
            if (laterMs - earlierMs >= 50) {
                shortest = Math.min(shortest, laterMs - earlierMs);
            }
            laterMs = earlierMs;
        }
        return shortest == Long.MAX_VALUE ? 1_000 : shortest;
    }
}
