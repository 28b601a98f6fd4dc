package dev.holdfast.agent.gaps;

import dev.holdfast.storage.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stretches in time order that follow one another and fill a span. Immutable. */
public final class Timeline {
    private final TimeRange span;
    private final List<Stretch> stretches;

    private Timeline(TimeRange span, List<Stretch> stretches) {
        this.span = span;
        this.stretches = stretches;
    }

    /** The span. */
    public TimeRange span() {
        return span;
    }

    /** All of it, in time order; neighbours differ. */
    public List<Stretch> stretches() {
        return stretches;
    }

    /** Milliseconds of each kind; they add up to the span. */
    public Map<Stretch.Kind, Long> lengthMs() {
        Map<Stretch.Kind, Long> result = new EnumMap<>(Stretch.Kind.class);
        for (Stretch.Kind kind : Stretch.Kind.values()) {
            result.put(kind, 0L);
        }
        stretches.forEach(
                stretch -> result.merge(stretch.kind(), stretch.range().lengthMs(), Long::sum));
        return result;
    }

    /** Milliseconds missed for each cause that there is; they add up to what was missed. */
    public Map<Cause, Long> missedMs() {
        Map<Cause, Long> result = new EnumMap<>(Cause.class);
        for (Stretch stretch : stretches) {
            if (stretch.cause() != null) {
                result.merge(stretch.cause(), stretch.range().lengthMs(), Long::sum);
            }
        }
        return result;
    }

    /** The stretches of a kind. */
    public List<Stretch> of(Stretch.Kind kind) {
        return stretches.stream().filter(stretch -> stretch.kind() == kind).toList();
    }

    /** The time of some kinds, in time order, neighbours joined. */
    public List<TimeRange> ranges(Collection<Stretch.Kind> kinds) {
        List<TimeRange> result = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (kinds.contains(stretch.kind())) {
                int last = result.size() - 1;
                long fromMs = stretch.range().fromInclusiveMs();
                if (last >= 0 && result.get(last).toExclusiveMs() == fromMs) {
                    fromMs = result.get(last).fromInclusiveMs();
                    result.remove(last);
                }
                result.add(new TimeRange(fromMs, stretch.range().toExclusiveMs()));
            }
        }
        return result;
    }

    /** This with what is of one kind inside some ranges, in time order, said to be of another. */
    Timeline with(List<TimeRange> ranges, Stretch.Kind from, Stretch.Kind to) {
        Builder builder = new Builder(span);
        int next = 0;
        for (Stretch stretch : stretches) {
            if (stretch.kind() != from) {
                builder.until(stretch.range().toExclusiveMs(), stretch.kind(), stretch.cause());
                continue;
            }
            while (next < ranges.size()
                    && ranges.get(next).toExclusiveMs() <= stretch.range().fromInclusiveMs()) {
                next++;
            }
            for (int i = next;
                    i < ranges.size()
                            && ranges.get(i).fromInclusiveMs() < stretch.range().toExclusiveMs();
                    i++) {
                builder.until(
                        Math.max(
                                builder.atMs,
                                Math.min(
                                        ranges.get(i).fromInclusiveMs(),
                                        stretch.range().toExclusiveMs())),
                        from,
                        stretch.cause());
                builder.until(
                        Math.max(
                                builder.atMs,
                                Math.min(
                                        ranges.get(i).toExclusiveMs(),
                                        stretch.range().toExclusiveMs())),
                        to,
                        null);
            }
            builder.until(stretch.range().toExclusiveMs(), from, stretch.cause());
        }
        return builder.build();
    }

    /** Fills a span from its beginning on. What is said of time outside of it is passed over. */
    static final class Builder {
        private final TimeRange span;
        private final List<Stretch> made = new ArrayList<>();
        private long atMs;

        Builder(TimeRange span) {
            this.span = span;
            this.atMs = span.fromInclusiveMs();
        }

        /** Says what is from where the builder is up to a time; nothing when it is there already. */
        void until(long toExclusiveMs, Stretch.Kind kind, @Nullable Cause cause) {
            long toMs = Math.min(toExclusiveMs, span.toExclusiveMs());
            if (toMs <= atMs) {
                return;
            }
            Stretch next = new Stretch(new TimeRange(atMs, toMs), kind, cause);
            int last = made.size() - 1;
            if (last >= 0 && next.continues(made.get(last))) {
                made.set(last, new Stretch(new TimeRange(made.get(last).range().fromInclusiveMs(), toMs), kind, cause));
            } else {
                made.add(next);
            }
            atMs = toMs;
        }

        /**
         * The timeline.
         *
         * @throws IllegalStateException when the span is not filled
         */
        Timeline build() {
            if (atMs != span.toExclusiveMs()) {
                throw new IllegalStateException("not filled: atMs=" + atMs + " span=" + span);
            }
            return new Timeline(span, List.copyOf(made));
        }
    }
}
