package dev.holdfast.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which intervals of time are in which state: disjoint entries in time order, neighbours that say the same joined.
 *
 * <p>Immutable; a change gives a new one. Its size grows with the number of changes of state along the time line, not with
 * the samples: an upstream that keeps up has one entry. Any thread.
 */
public final class IntervalLedger {
    /** Nothing is known of any time. */
    public static final IntervalLedger EMPTY = new IntervalLedger(List.of());

    /**
     * One interval.
     *
     * @param fromInclusiveMs first millisecond
     * @param toExclusiveMs first millisecond after
     * @param state what became of it
     * @param detail a number that goes with the state (an HTTP status), 0 for none
     */
    public record Entry(long fromInclusiveMs, long toExclusiveMs, LedgerState state, int detail) {
        private boolean continues(Entry before) {
            return before.toExclusiveMs == fromInclusiveMs && before.state == state && before.detail == detail;
        }

        private Entry cut(long fromMs, long toMs) {
            return new Entry(fromMs, toMs, state, detail);
        }
    }

    private final List<Entry> entries;

    private IntervalLedger(List<Entry> entries) {
        this.entries = entries;
    }

    /** The ledger that some entries come to, a later one above those before it. Cost: linear when they are in time order. */
    public static IntervalLedger of(List<Entry> entries) {
        List<Entry> result = new ArrayList<>(entries.size());
        long before = Long.MIN_VALUE;
        for (Entry entry : entries) {
            if (entry.fromInclusiveMs < before || entry.fromInclusiveMs >= entry.toExclusiveMs) {
                return folded(entries);
            }
            join(result, entry);
            before = entry.toExclusiveMs;
        }
        return new IntervalLedger(List.copyOf(result));
    }

    private static IntervalLedger folded(List<Entry> entries) {
        IntervalLedger result = EMPTY;
        for (Entry entry : entries) {
            result = result.with(new TimeRange(entry.fromInclusiveMs, entry.toExclusiveMs), entry.state, entry.detail);
        }
        return result;
    }

    /** The entries in time order. */
    public List<Entry> entries() {
        return entries;
    }

    /** This ledger with a range in a state, whatever it was before; an empty range changes nothing. */
    public IntervalLedger with(TimeRange range, LedgerState state, int detail) {
        if (range.isEmpty()) {
            return this;
        }
        return replace(range, new Entry(range.fromInclusiveMs(), range.toExclusiveMs(), state, detail));
    }

    /** This ledger with a range pending again. Returns itself when nothing of the range was covered. */
    public IntervalLedger without(TimeRange range) {
        if (range.isEmpty() || !touches(range)) {
            return this;
        }
        return replace(range, null);
    }

    /** Whether any millisecond of the range is covered. Cost: a binary search. */
    public boolean touches(TimeRange range) {
        int index = firstEndingAfter(range.fromInclusiveMs());
        return index < entries.size() && entries.get(index).fromInclusiveMs < range.toExclusiveMs();
    }

    /** Whether a millisecond is covered. Cost: a binary search, and no garbage. */
    boolean covers(long timestampMs) {
        int index = firstEndingAfter(timestampMs);
        return index < entries.size() && entries.get(index).fromInclusiveMs <= timestampMs;
    }

    /** The parts of a range that no entry covers, or one that says no more than that they were thinned, in time order. */
    public List<TimeRange> pending(TimeRange range) {
        List<TimeRange> result = new ArrayList<>();
        long from = range.fromInclusiveMs();
        for (int i = firstEndingAfter(from); i < entries.size() && from < range.toExclusiveMs(); i++) {
            Entry entry = entries.get(i);
            if (entry.fromInclusiveMs >= range.toExclusiveMs()) {
                break;
            }
            if (entry.state == LedgerState.THINNED) {
                continue;
            }
            if (entry.fromInclusiveMs > from) {
                result.add(new TimeRange(from, entry.fromInclusiveMs));
            }
            from = entry.toExclusiveMs;
        }
        if (from < range.toExclusiveMs()) {
            result.add(new TimeRange(from, range.toExclusiveMs()));
        }
        return result;
    }

    /** The parts of a range that are in a state, in time order. */
    public List<Entry> within(TimeRange range) {
        List<Entry> result = new ArrayList<>();
        for (int i = firstEndingAfter(range.fromInclusiveMs()); i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.fromInclusiveMs >= range.toExclusiveMs()) {
                break;
            }
            result.add(entry.cut(
                    Math.max(entry.fromInclusiveMs, range.fromInclusiveMs()),
                    Math.min(entry.toExclusiveMs, range.toExclusiveMs())));
        }
        return result;
    }

    private IntervalLedger replace(TimeRange range, @Nullable Entry middle) {
        List<Entry> result = new ArrayList<>(entries.size() + 2);
        boolean placed = middle == null;
        for (Entry entry : entries) {
            if (entry.toExclusiveMs <= range.fromInclusiveMs()) {
                join(result, entry);
                continue;
            }
            if (entry.fromInclusiveMs < range.fromInclusiveMs()) {
                join(result, entry.cut(entry.fromInclusiveMs, range.fromInclusiveMs()));
            }
            if (!placed && middle != null) {
                join(result, middle);
                placed = true;
            }
            if (entry.toExclusiveMs > range.toExclusiveMs()) {
                join(result, entry.cut(Math.max(entry.fromInclusiveMs, range.toExclusiveMs()), entry.toExclusiveMs));
            }
        }
        if (!placed && middle != null) {
            join(result, middle);
        }
        return new IntervalLedger(List.copyOf(result));
    }

    private static void join(List<Entry> result, Entry entry) {
        int last = result.size() - 1;
        if (last >= 0 && entry.continues(result.get(last))) {
            result.set(last, entry.cut(result.get(last).fromInclusiveMs, entry.toExclusiveMs));
        } else {
            result.add(entry);
        }
    }

    private int firstEndingAfter(long timestampMs) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).toExclusiveMs > timestampMs) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IntervalLedger that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
