package dev.holdfast.storage.compaction;

import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The samples that one source has of a series, and the time that they span.
 *
 * @param range from the first sample to one millisecond after the last
 * @param open gives a cursor before the first of them; called once, when the samples are reached
 */
public record CursorPart(TimeRange range, Supplier<SampleCursor> open) {
    /** All parts as one: those that overlap are merged, the others follow one another. At least one; oldest source first. */
    public static SampleCursor join(List<CursorPart> oldestFirst) {
        if (oldestFirst.size() == 1) {
            return oldestFirst.get(0).open.get();
        }
        List<CursorPart> byTime = new ArrayList<>(oldestFirst);
        byTime.sort((a, b) -> Long.compare(a.range.fromInclusiveMs(), b.range.fromInclusiveMs()));
        List<Supplier<SampleCursor>> sequence = new ArrayList<>();
        int i = 0;
        while (i < byTime.size()) {
            long end = byTime.get(i).range.toExclusiveMs();
            int next = i + 1;
            while (next < byTime.size() && byTime.get(next).range.fromInclusiveMs() < end) {
                end = Math.max(end, byTime.get(next).range.toExclusiveMs());
                next++;
            }
            List<CursorPart> overlapping = new ArrayList<>(oldestFirst);
            overlapping.retainAll(byTime.subList(i, next)); // in the order of age again
            sequence.add(() -> MergeCursor.of(
                    overlapping.stream().map(part -> part.open.get()).toList()));
            i = next;
        }
        return sequence.size() == 1 ? sequence.get(0).get() : new ConcatCursor(sequence);
    }
}
