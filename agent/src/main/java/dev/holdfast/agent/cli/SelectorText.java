package dev.holdfast.agent.cli;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.TimeRange;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Series selectors as arguments: {@code node_load1}, {@code '{mode="idle"}'}. */
final class SelectorText {
    private SelectorText() {}

    /** The matchers of a selector. */
    static List<SeriesMatcher> parse(String text) {
        try {
            return PromQl.parseSelector(text);
        } catch (ParseException e) {
            throw new Failure(
                    ExitStatus.DATA,
                    "not a selector, " + e.getMessage() + "; write it like node_load1 or '{mode=\"idle\"}'",
                    e);
        }
    }

    /** The series that any of the selectors matches; all when there is none. */
    static SortedSet<Labels> select(Snapshot snapshot, List<String> selectors, TimeRange range) {
        TreeSet<Labels> found = new TreeSet<>();
        for (List<SeriesMatcher> matchers : parseAll(selectors)) {
            for (Series series : snapshot.select(matchers, range)) {
                found.add(series.labels());
            }
        }
        return found;
    }

    /** The matchers of each; one that matches everything when there is none. */
    static List<List<SeriesMatcher>> parseAll(List<String> selectors) {
        return selectors.isEmpty()
                ? List.of(List.of())
                : selectors.stream().map(SelectorText::parse).toList();
    }
}
