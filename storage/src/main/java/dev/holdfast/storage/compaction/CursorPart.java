package dev.holdfast.storage.compaction;

import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.ValueFilter;
import dev.holdfast.storage.sstable.SstableSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The samples that one source has of a series, and the time that they span.
 *
 * @param range from the first sample to one millisecond after the last
 * @param open gives a cursor before the first of them; called once, when the samples are reached. Given another filter than
 *     {@link ValueFilter#ANY} it may leave samples out as {@link dev.holdfast.storage.Series#samples(long, long, ValueFilter)}
 *     says
 * @param run the source, when it is an sstable and nothing of it is left out
 */
public record CursorPart(
        TimeRange range,
        Function<ValueFilter, SampleCursor> open,
        @Nullable SstableSeries run) {
    /**
     * Parts whose spans overlap one another.
     *
     * @param range that they span together
     * @param parts at least one, the oldest source first
     */
    public record Group(TimeRange range, List<CursorPart> parts) {
        /**
         * The parts as one cursor. Only a part that stands alone may leave samples out: what it leaves out could hide a sample
         * of another.
         */
        public SampleCursor open(ValueFilter filter) {
            if (parts.size() == 1) {
                return parts.get(0).open.apply(filter);
            }
            List<SampleCursor> cursors = new ArrayList<>(parts.size());
            for (CursorPart part : parts) {
                cursors.add(part.open.apply(ValueFilter.ANY));
            }
            return MergeCursor.of(cursors);
        }

        /** The only source, when it is an sstable, else null. */
        public @Nullable SstableSeries onlyRun() {
            return parts.size() == 1 ? parts.get(0).run : null;
        }
    }

    /** All parts as one: those that overlap are merged, the others follow one another. The oldest source first. */
    public static SampleCursor join(List<CursorPart> oldestFirst, ValueFilter filter) {
        if (oldestFirst.size() == 1) {
            return oldestFirst.get(0).open.apply(filter);
        }
        List<Group> groups = groups(oldestFirst);
        if (groups.size() == 1) {
            return groups.get(0).open(filter);
        }
        List<Supplier<SampleCursor>> sequence = new ArrayList<>(groups.size());
        for (Group group : groups) {
            sequence.add(() -> group.open(filter));
        }
        return new ConcatCursor(sequence);
    }

    /** The parts that overlap together, in the order of time. */
    public static List<Group> groups(List<CursorPart> oldestFirst) {
        if (oldestFirst.size() == 1) {
            return List.of(new Group(oldestFirst.get(0).range, oldestFirst));
        }
        List<CursorPart> byTime = new ArrayList<>(oldestFirst);
        byTime.sort((a, b) -> Long.compare(a.range.fromInclusiveMs(), b.range.fromInclusiveMs()));
        List<Group> groups = new ArrayList<>(byTime.size());
        int i = 0;
        while (i < byTime.size()) {
            long end = byTime.get(i).range.toExclusiveMs();
            int next = i + 1;
            while (next < byTime.size() && byTime.get(next).range.fromInclusiveMs() < end) {
                end = Math.max(end, byTime.get(next).range.toExclusiveMs());
                next++;
            }
            TimeRange span = new TimeRange(byTime.get(i).range.fromInclusiveMs(), end);
            List<CursorPart> overlapping = List.of(byTime.get(i));
            if (next > i + 1) {
                overlapping = new ArrayList<>(oldestFirst);
                overlapping.retainAll(byTime.subList(i, next)); // in the order of age again
            }
            groups.add(new Group(span, overlapping));
            i = next;
        }
        return groups;
    }
}
