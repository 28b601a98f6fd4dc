package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.Spelling;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.query.PromDuration;
import dev.holdfast.query.ast.LabelMatcher;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a question has no answer: no such metric, a matcher that nothing satisfies, no samples at that time, a range too short for its
 * function; and what to write instead.
 *
 * <p>Looks at indexes first, and at samples of some hundred series at most.
 */
final class EmptyAnswer {
    private static final int SERIES_LOOKED_AT = 200;
    private static final int NAMES_SHOWN = 8;
    private static final int LIKE_SHOWN = 4;

    private final Snapshot snapshot;
    private final ZoneId zone;

    EmptyAnswer(Snapshot snapshot, ZoneId zone) {
        this.snapshot = snapshot;
        this.zone = zone;
    }

    /** A line for each selector that finds nothing; one for the whole when each finds something. */
    List<String> reasons(List<ReadSelector> selectors) {
        TimeRange stored = snapshot.timeRange();
        if (stored.isEmpty()) {
            return List.of("nothing matches at that time; there are no samples at all yet");
        }
        List<String> lines = new ArrayList<>();
        int series = 0;
        for (ReadSelector one : selectors) {
            int found = withSamples(one);
            series += found;
            String reason = found > 0 ? tooShort(one) : reason(one);
            if (reason != null && !lines.contains(reason)) {
                lines.add(reason);
            }
        }
        if (lines.isEmpty() && series > 0) {
            lines.add("nothing is left: the selectors find " + (series == 1 ? "a series" : series + " series")
                    + " at that time, and a comparison, a join or a function drops " + (series == 1 ? "it" : "them")
                    + "; ask for the selector alone to see what there is");
        }
        if (lines.isEmpty()) {
            lines.add("nothing matches at that time; samples here are from "
                    + TimeText.span(stored.fromInclusiveMs(), stored.toExclusiveMs() - 1, zone));
        }
        return lines;
    }

    /** How many of the series have a sample among those that are read; of many series only some are asked. */
    private int withSamples(ReadSelector one) {
        int count = 0;
        for (Series series : some(matchers(one.selector()), one.read())) {
            SampleCursor cursor =
                    series.samples(one.read().fromInclusiveMs(), one.read().toExclusiveMs());
            boolean has = false;
            while (!has && cursor.next()) {
                has = cursor.valueBits() != Aggregate.STALE_MARKER_BITS;
            }
            count += has ? 1 : 0;
        }
        return count;
    }

    private List<Series> some(Collection<SeriesMatcher> matchers, TimeRange range) {
        List<Series> series = snapshot.select(matchers, range);
        return series.subList(0, Math.min(SERIES_LOOKED_AT, series.size()));
    }

    private static List<SeriesMatcher> matchers(VectorSelector selector) {
        return List.copyOf(selector.matchers());
    }

    private String reason(ReadSelector one) {
        VectorSelector selector = one.selector();
        if (!snapshot.select(matchers(selector), TimeRange.ALL).isEmpty()) {
            return elsewhere(one);
        }
        String name = selector.name();
        List<SeriesMatcher> base = name.isEmpty() ? List.of() : List.of(SeriesMatcher.equal(Labels.METRIC_NAME, name));
        if (snapshot.select(base, TimeRange.ALL).isEmpty()) {
            return noMetric(name);
        }
        String whose = name.isEmpty() ? "any series" : "any series of " + name;
        for (LabelMatcher matcher : selector.matchers()) {
            List<SeriesMatcher> both = new ArrayList<>(base);
            both.add(matcher);
            if (snapshot.select(both, TimeRange.ALL).isEmpty()) {
                return noMatch(matcher, base, whose);
            }
        }
        return "no series satisfies all of " + selector.matchers()
                + ", though each alone is satisfied by some; leave one out";
    }

    private String noMetric(String name) {
        SortedSet<String> names = snapshot.labelValues(Labels.METRIC_NAME, List.of(), TimeRange.ALL);
        return "no metric \"" + name + "\"; " + suggestion(name, names, "\"holdfast labels __name__\" lists all");
    }

    /** What was probably meant, else what to do. */
    private static String suggestion(String word, SortedSet<String> known, String otherwise) {
        String near = Spelling.nearest(word, known);
        if (near != null) {
            return "did you mean " + near + "?";
        }
        String small = word.toLowerCase(Locale.ROOT);
        List<String> like = known.stream()
                .filter(candidate ->
                        !small.isEmpty() && candidate.toLowerCase(Locale.ROOT).contains(small))
                .limit(LIKE_SHOWN + 1L)
                .toList();
        if (like.isEmpty()) {
            return otherwise;
        }
        String more = like.size() > LIKE_SHOWN ? ", ..." : "";
        return "did you mean " + String.join(", ", like.subList(0, Math.min(LIKE_SHOWN, like.size()))) + more + "?";
    }

    private String noMatch(LabelMatcher matcher, List<SeriesMatcher> base, String whose) {
        SortedSet<String> names = snapshot.labelNames(base, TimeRange.ALL);
        if (!names.contains(matcher.name())) {
            String near = Spelling.nearest(matcher.name(), names);
            return "the matcher " + matcher + " is not satisfied by " + whose + ": they have no label \""
                    + matcher.name() + "\"; " + (near == null ? "" : "did you mean " + near + "? ") + "labels: "
                    + listed(names);
        }
        SortedSet<String> values = snapshot.labelValues(matcher.name(), base, TimeRange.ALL);
        boolean plain = matcher.op() == LabelMatcher.Op.EQUAL;
        String near = plain ? Spelling.nearest(matcher.value(), values) : null;
        return "the matcher " + matcher + " is not satisfied by " + whose + "; "
                + (near == null ? "" : "did you mean \"" + near + "\"? ") + "values: " + listed(values);
    }

    private static String listed(SortedSet<String> words) {
        List<String> first = words.stream().limit(NAMES_SHOWN).toList();
        int more = words.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    /** There are such series, but not then. */
    private String elsewhere(ReadSelector one) {
        TimeRange read = one.read();
        long before = Long.MIN_VALUE;
        long after = Long.MAX_VALUE;
        Aggregate newest = new Aggregate();
        for (Series series : some(matchers(one.selector()), TimeRange.ALL)) {
            series.newest(Long.MIN_VALUE, read.fromInclusiveMs() - 1, newest);
            if (newest.count() > 0) {
                before = Math.max(before, newest.lastTimeMs());
            }
            SampleCursor cursor = series.samples(read.toExclusiveMs(), Long.MAX_VALUE);
            if (cursor.next()) {
                after = Math.min(after, cursor.timestampMs());
            }
        }
        StringBuilder line = new StringBuilder("no samples of " + text(one.selector()) + " from "
                + TimeText.span(read.fromInclusiveMs(), read.toExclusiveMs() - 1, zone) + "; ");
        if (before != Long.MIN_VALUE) {
            line.append("the newest before is of ").append(shown(before));
        }
        if (after != Long.MAX_VALUE) {
            line.append(before == Long.MIN_VALUE ? "" : ", ")
                    .append("the first after of ")
                    .append(shown(after));
        }
        if (before == Long.MIN_VALUE && after == Long.MAX_VALUE) {
            line.append("they have none that can be read");
        }
        TimeRange stored = snapshot.timeRange();
        return line.append("; samples here are from ")
                .append(TimeText.span(stored.fromInclusiveMs(), stored.toExclusiveMs() - 1, zone))
                .toString();
    }

    private String shown(long timestampMs) {
        return TimeText.format(timestampMs, zone) + " " + TimeText.zoneName(timestampMs, zone);
    }

    /** The selector without offset and time. */
    private static String text(VectorSelector selector) {
        StringBuilder braces = new StringBuilder();
        for (LabelMatcher matcher : selector.matchers()) {
            if (!(matcher.name().equals(Labels.METRIC_NAME) && matcher.value().equals(selector.name()))) {
                braces.append(braces.length() == 0 ? "{" : ",").append(matcher);
            }
        }
        return selector.name() + (braces.length() == 0 ? "" : braces + "}");
    }

    /** Whether a range holds too few samples for its function, as far as the first series tells; null when not. */
    private @Nullable String tooShort(ReadSelector one) {
        if (!one.needsTwo() || one.rangeMs() == 0) {
            return null;
        }
        List<Series> series = some(matchers(one.selector()), one.read());
        SampleCursor cursor =
                series.get(0).samples(one.read().fromInclusiveMs(), one.read().toExclusiveMs());
        long lastMs = Long.MIN_VALUE;
        long shortestMs = Long.MAX_VALUE;
        int count = 0;
        while (count < 100 && cursor.next()) {
            shortestMs = lastMs == Long.MIN_VALUE ? shortestMs : Math.min(shortestMs, cursor.timestampMs() - lastMs);
            lastMs = cursor.timestampMs();
            count++;
        }
        String range = "a range of " + PromDuration.format(one.rangeMs());
        if (count == 1) {
            return range + " of " + text(one.selector())
                    + " has one sample only, and the function around it needs two; take a" + " longer one";
        }
        if (shortestMs >= one.rangeMs()) {
            return range + " of " + text(one.selector()) + " has one sample at most, since they are "
                    + PromDuration.format(shortestMs) + " apart, and the function around it needs two; take ["
                    + PromDuration.format(Math.max(60_000, shortestMs * 4)) + "]";
        }
        return null;
    }
}
