package dev.holdfast.storage.testing;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.TimeRange;
import java.util.TreeMap;

/** A ledger as simply as it can be told: which word holds from which moment on. One thread. */
public final class RangeModel {
    private final TreeMap<Long, String> from = new TreeMap<>();

    /** The word at a moment, empty when none. */
    public String at(long timestampMs) {
        var entry = from.floorEntry(timestampMs);
        return entry == null ? "" : entry.getValue();
    }

    /** Puts a word on a range; the empty word takes it off. */
    public void set(TimeRange range, String word) {
        if (range.isEmpty()) {
            return;
        }
        String after = at(range.toExclusiveMs());
        from.subMap(range.fromInclusiveMs(), range.toExclusiveMs()).clear();
        from.put(range.fromInclusiveMs(), word);
        from.put(range.toExclusiveMs(), after);
    }

    /** Takes over what a ledger says. */
    public static RangeModel of(IntervalLedger ledger) {
        RangeModel result = new RangeModel();
        for (IntervalLedger.Entry entry : ledger.entries()) {
            result.set(
                    new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs()),
                    entry.state() + " " + entry.detail());
        }
        return result;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (var entry : from.entrySet()) {
            if (!entry.getValue().equals(before)) {
                text.append(entry.getKey()).append(':').append(entry.getValue()).append("; ");
                before = entry.getValue();
            }
        }
        return text.toString();
    }
}
