package dev.holdfast.agent.gaps;

import dev.holdfast.agent.sampling.MissReason;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ticks of an agent under one set of labels, and its counts at each of them. One thread. */
final class TickSource {
    /** Stored with {@code up} at each tick: how many there were since the agent started, this one included. */
    static final String TICKS = "holdfast_ticks_total";

    private static final String FAILURES = "holdfast_append_failures_total";
    private static final String MISSED = "holdfast_ticks_missed_total";

    /** A tick; {@code ticks} is how many there were since the agent started, this one included. */
    static final class Tick {
        final TickSource source;
        final long timestampMs;
        final long ticks;
        private final long[] missed;

        private Tick(TickSource source, long timestampMs, long ticks) {
            this.source = source;
            this.timestampMs = timestampMs;
            this.ticks = ticks;
            this.missed = new long[Cause.values().length];
        }

        /** How many were not since the agent started. */
        long missed(Cause cause) {
            return missed[cause.slot()];
        }
    }

    /** A count beside the ticks; it may lack some of their times. */
    private static final class Count {
        private final SampleCursor cursor;
        private boolean more;

        Count(SampleCursor cursor) {
            this.cursor = cursor;
            this.more = cursor.next();
        }

        long at(long timestampMs) {
            while (more && cursor.timestampMs() < timestampMs) {
                more = cursor.next();
            }
            boolean known = more && cursor.timestampMs() == timestampMs && Double.isFinite(cursor.value());
            return known ? (long) cursor.value() : 0;
        }
    }

    private final SampleCursor ticks;
    private final Map<Cause, Count> counts = new EnumMap<>(Cause.class);
    private @Nullable Tick next;

    private TickSource(Series series, List<Series> others, TimeRange range) {
        ticks = series.samples(range.fromInclusiveMs(), range.toExclusiveMs());
        for (Series other : others) {
            Cause cause = causeOf(series.labels(), other.labels());
            if (cause != null) {
                counts.put(cause, new Count(other.samples(range.fromInclusiveMs(), range.toExclusiveMs())));
            }
        }
        advance();
    }

    /** Those of a snapshot; most stores have one. */
    static List<TickSource> of(Snapshot snapshot, TimeRange range) {
        List<Series> others = new ArrayList<>(select(snapshot, FAILURES, range));
        others.addAll(select(snapshot, MISSED, range));
        List<TickSource> result = new ArrayList<>();
        for (Series series : select(snapshot, TICKS, range)) {
            result.add(new TickSource(series, others, range));
        }
        return result;
    }

    private static List<Series> select(Snapshot snapshot, String name, TimeRange range) {
        return snapshot.select(List.of(SeriesMatcher.equal(Labels.METRIC_NAME, name)), range);
    }

    /** What a series counts, if it belongs to the ticks of a series: the same labels but for the reason. */
    private static @Nullable Cause causeOf(Labels ticks, Labels other) {
        String name = other.metricName();
        Labels.Builder same = other.toBuilder();
        same.set(Labels.METRIC_NAME, TICKS);
        same.remove("reason");
        if (!same.build().equals(ticks)) {
            return null;
        }
        if (FAILURES.equals(name)) {
            return Cause.DISK_FULL;
        }
        for (MissReason reason : MissReason.values()) {
            if (reason.label().equals(other.get("reason"))) {
                return Cause.of(reason);
            }
        }
        return null;
    }

    private void advance() {
        next = null;
        while (ticks.next()) {
            if (Double.isFinite(ticks.value())) { // else a stale marker
                Tick tick = new Tick(this, ticks.timestampMs(), (long) ticks.value());
                counts.forEach((cause, count) -> tick.missed[cause.slot()] = count.at(tick.timestampMs));
                next = tick;
                return;
            }
        }
    }

    /** The next tick, null at the end. */
    @Nullable
    Tick peek() {
        return next;
    }

    /** Takes the next tick. */
    void take() {
        advance();
    }
}
