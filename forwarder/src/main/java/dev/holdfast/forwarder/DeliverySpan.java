package dev.holdfast.forwarder;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a span of time for one upstream: parts in time order that follow one another and fill the span, so that
 * their lengths add up to it. Immutable; any thread.
 */
public final class DeliverySpan {
    /** What became of a part. */
    public enum Fate {
        /** The upstream has it. */
        DELIVERED,
        /** Still to be sent. */
        PENDING,
        /** The upstream refused it, or some of it, for good. */
        REFUSED,
        /** Set aside, to be tried again. */
        PARKED,
        /** Samples gave way to rollups first; what is left is still to be sent. */
        THINNED,
        /** No longer in the store, and never sent. */
        EVICTED,
        /** Not to be sent: too old for the upstream, or from before it was to be given any. */
        SKIPPED,
        /** There is and was nothing to send. */
        NOTHING
    }

    /**
     * A part of the span.
     *
     * @param range not empty
     * @param status the HTTP status of what is refused or parked, 0 for none
     */
    public record Part(TimeRange range, Fate fate, int status) {}

    private final List<Part> parts;

    private DeliverySpan(List<Part> parts) {
        this.parts = parts;
    }

    /** The stretches that an upstream is sent, of those that hold samples: what is pending is a part of them. */
    public static List<TimeRange> sendable(List<TimeRange> populated) {
        return Pending.joined(populated);
    }

    /**
     * Divides a span.
     *
     * @param intervals the upstream's ledger
     * @param stored where the store has samples, in time order, disjoint
     * @param gone where it had some and has none now, in time order, apart from each other and from {@code stored}
     */
    public static DeliverySpan of(
            TimeRange span, IntervalLedger intervals, List<TimeRange> stored, List<TimeRange> gone) {
        TreeMap<TimeRange, Boolean> there =
                new TreeMap<>((a, b) -> Long.compare(a.fromInclusiveMs(), b.fromInclusiveMs()));
        Pending.within(stored, span).forEach(range -> there.put(range, true));
        Pending.within(gone, span).forEach(range -> there.put(range, false));
        Builder parts = new Builder();
        long atMs = span.fromInclusiveMs();
        for (Map.Entry<TimeRange, Boolean> stretch : there.entrySet()) {
            TimeRange range = stretch.getKey();
            parts.add(atMs, range.fromInclusiveMs(), Fate.NOTHING, 0);
            addStretch(parts, intervals, range, stretch.getValue());
            atMs = range.toExclusiveMs();
        }
        parts.add(atMs, span.toExclusiveMs(), Fate.NOTHING, 0);
        return new DeliverySpan(List.copyOf(parts.made));
    }

    private static void addStretch(Builder parts, IntervalLedger intervals, TimeRange stretch, boolean stored) {
        Fate untold = stored ? Fate.PENDING : Fate.EVICTED;
        long atMs = stretch.fromInclusiveMs();
        for (IntervalLedger.Entry entry : intervals.within(stretch)) {
            parts.add(atMs, entry.fromInclusiveMs(), untold, 0);
            Fate fate = fate(entry.state());
            boolean waits = fate == Fate.PARKED || fate == Fate.THINNED;
            Fate known = waits && !stored ? Fate.EVICTED : fate; // what waited and went can no longer be sent
            parts.add(
                    entry.fromInclusiveMs(), entry.toExclusiveMs(), known, known == Fate.EVICTED ? 0 : entry.detail());
            atMs = entry.toExclusiveMs();
        }
        parts.add(atMs, stretch.toExclusiveMs(), untold, 0);
    }

    private static Fate fate(LedgerState state) {
        return switch (state) {
            case DELIVERED -> Fate.DELIVERED;
            case REFUSED -> Fate.REFUSED;
            case PARKED -> Fate.PARKED;
            case THINNED -> Fate.THINNED;
            case EVICTED -> Fate.EVICTED;
            case SKIPPED -> Fate.SKIPPED;
        };
    }

    /** Collects parts, joins neighbours that say the same. */
    private static final class Builder {
        private final List<Part> made = new ArrayList<>();

        void add(long fromMs, long toMs, Fate fate, int status) {
            if (fromMs >= toMs) {
                return;
            }
            int last = made.size() - 1;
            if (last >= 0 && made.get(last).fate == fate && made.get(last).status == status) {
                made.set(last, new Part(new TimeRange(made.get(last).range.fromInclusiveMs(), toMs), fate, status));
            } else {
                made.add(new Part(new TimeRange(fromMs, toMs), fate, status));
            }
        }
    }

    /** The parts, in time order. */
    public List<Part> parts() {
        return parts;
    }

    /** Milliseconds of each fate; they add up to the span. */
    public Map<Fate, Long> lengthMs() {
        Map<Fate, Long> result = new EnumMap<>(Fate.class);
        for (Fate fate : Fate.values()) {
            result.put(fate, 0L);
        }
        parts.forEach(part -> result.merge(part.fate, part.range.lengthMs(), Long::sum));
        return result;
    }

    /** Milliseconds of what was refused, by HTTP status. */
    public SortedMap<Integer, Long> refusedMs() {
        TreeMap<Integer, Long> result = new TreeMap<>();
        for (Part part : parts) {
            if (part.fate == Fate.REFUSED) {
                result.merge(part.status, part.range.lengthMs(), Long::sum);
            }
        }
        return Collections.unmodifiableSortedMap(result);
    }
}
