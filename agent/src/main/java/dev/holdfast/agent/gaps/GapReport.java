package dev.holdfast.agent.gaps;

import dev.holdfast.forwarder.DeliverySpan;
import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Accounts for every millisecond of a span: what was collected, and what of that each upstream has. Immutable.
 *
 * @param timeline what was collected; fills the span
 * @param intervalMs between ticks, of the newest; 0 when there are none
 * @param upstreams by name, each filling the span
 */
public record GapReport(Timeline timeline, long intervalMs, Map<String, DeliverySpan> upstreams) {
    private static final long HOUR_MS = 3_600_000;
    private static final Set<Stretch.Kind> STORED =
            Set.of(Stretch.Kind.COLLECTED, Stretch.Kind.IMPORTED, Stretch.Kind.THINNED);

    /**
     * Reads a store. Cost: decodes seven series from the beginning of the span on.
     *
     * @param span not empty, with its end at {@code nowMs} or before
     * @param nowMs wall time, milliseconds since the epoch
     * @param running whether an agent writes to the store now
     */
    public static GapReport of(StoreView store, TimeRange span, long nowMs, boolean running) {
        return of(store, store.thinned(), span, nowMs, running);
    }

    /** As above, of any view. */
    static GapReport of(StoreView store, List<TimeRange> thinned, TimeRange span, long nowMs, boolean running) {
        try (Snapshot snapshot = store.snapshot()) {
            List<TimeRange> populated = snapshot.populated();
            Timeline.Builder line = new Timeline.Builder(span);
            TickScan scan = new TickScan(line, thinned);
            scan.read(snapshot, beginMs(snapshot, span), span.toExclusiveMs());
            scan.end(nowMs, running);
            Timeline collected = line.build()
                    .with(populated, Stretch.Kind.BEFORE, Stretch.Kind.IMPORTED)
                    .with(sent(store), Stretch.Kind.BEFORE, Stretch.Kind.EVICTED)
                    .with(evicted(store), Stretch.Kind.MISSED, Stretch.Kind.EVICTED)
                    .with(after(populated, scan.lastTickMs()), Stretch.Kind.MISSED, Stretch.Kind.IMPORTED)
                    .with(thinned, Stretch.Kind.COLLECTED, Stretch.Kind.THINNED);
            Map<String, DeliverySpan> upstreams = new LinkedHashMap<>();
            List<TimeRange> stored = intersection(collected.ranges(STORED), DeliverySpan.sendable(populated));
            List<TimeRange> gone = collected.ranges(Set.of(Stretch.Kind.EVICTED));
            for (String name : store.ledgerNames()) {
                upstreams.put(name, DeliverySpan.of(span, store.ledgerIntervals(name), stored, gone));
            }
            return new GapReport(collected, scan.intervalMs(), upstreams);
        }
    }

    /** From the first sample, or the first moment that a ledger knows, to now. */
    public static TimeRange whole(StoreView store, long nowMs) {
        long fromMs = nowMs;
        try (Snapshot snapshot = store.snapshot()) {
            TimeRange range = snapshot.timeRange();
            fromMs = range.isEmpty() ? fromMs : Math.min(fromMs, range.fromInclusiveMs());
        }
        for (TimeRange range : sent(store)) {
            fromMs = Math.min(fromMs, range.fromInclusiveMs());
        }
        return new TimeRange(fromMs, nowMs);
    }

    /** Far enough before the span that there is a tick before it, if there is any. */
    private static long beginMs(Snapshot snapshot, TimeRange span) {
        long firstMs = snapshot.timeRange().fromInclusiveMs();
        for (long backMs = HOUR_MS; span.fromInclusiveMs() - backMs > firstMs; backMs *= 24) {
            long fromMs = span.fromInclusiveMs() - backMs;
            boolean found = TickSource.of(snapshot, new TimeRange(fromMs, span.fromInclusiveMs())).stream()
                    .anyMatch(source -> source.peek() != null);
            if (found) {
                return fromMs;
            }
        }
        return Math.min(firstMs, span.fromInclusiveMs());
    }

    /** What some upstream was sent or was to be sent: there were samples. Skipped says nothing, it may be from the year 1970 on. */
    private static List<TimeRange> sent(StoreView store) {
        return ofLedgers(
                store,
                Set.of(
                        LedgerState.DELIVERED,
                        LedgerState.REFUSED,
                        LedgerState.PARKED,
                        LedgerState.THINNED,
                        LedgerState.EVICTED));
    }

    private static List<TimeRange> evicted(StoreView store) {
        return ofLedgers(store, Set.of(LedgerState.EVICTED));
    }

    /** In order of their beginnings, joined. */
    private static List<TimeRange> ofLedgers(StoreView store, Set<LedgerState> states) {
        List<TimeRange> found = new ArrayList<>();
        for (String name : store.ledgerNames()) {
            for (IntervalLedger.Entry entry : store.ledgerIntervals(name).entries()) {
                if (states.contains(entry.state())) {
                    found.add(new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs()));
                }
            }
        }
        found.sort(Comparator.comparingLong(TimeRange::fromInclusiveMs));
        List<TimeRange> joined = new ArrayList<>();
        for (TimeRange range : found) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).toExclusiveMs() >= range.fromInclusiveMs()) {
                TimeRange before = joined.get(last);
                joined.set(
                        last,
                        new TimeRange(
                                before.fromInclusiveMs(), Math.max(before.toExclusiveMs(), range.toExclusiveMs())));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    private static List<TimeRange> after(List<TimeRange> ranges, long timestampMs) {
        return ranges.stream()
                .filter(range -> range.toExclusiveMs() - 1 > timestampMs)
                .map(range -> new TimeRange(Math.max(range.fromInclusiveMs(), timestampMs + 1), range.toExclusiveMs()))
                .toList();
    }

    private static List<TimeRange> intersection(List<TimeRange> some, List<TimeRange> others) {
        List<TimeRange> result = new ArrayList<>();
        int next = 0;
        for (TimeRange range : some) {
            while (next < others.size() && others.get(next).toExclusiveMs() <= range.fromInclusiveMs()) {
                next++;
            }
            for (int i = next; i < others.size() && others.get(i).fromInclusiveMs() < range.toExclusiveMs(); i++) {
                result.add(range.intersect(others.get(i)));
            }
        }
        return result;
    }
}
