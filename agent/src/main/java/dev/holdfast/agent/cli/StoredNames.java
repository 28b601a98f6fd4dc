package dev.holdfast.agent.cli;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.PromQl;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names that a data directory knows, for completion: where it cannot be read there are none, and no word of it. */
final class StoredNames {
    private final Path directory;

    StoredNames(Path directory) {
        this.directory = directory;
    }

    /** What is asked of a snapshot. */
    private interface Question {
        SortedSet<String> of(Snapshot snapshot);
    }

    SortedSet<String> metrics() {
        return ask(snapshot -> snapshot.labelValues(Labels.METRIC_NAME, List.of(), TimeRange.ALL));
    }

    /** The label names of the series of a selector; of all when it is none. */
    SortedSet<String> labels(String selector) {
        return ask(snapshot -> snapshot.labelNames(matchers(selector), TimeRange.ALL));
    }

    /** The values of a label among them. */
    SortedSet<String> values(String label, String selector) {
        return ask(snapshot -> snapshot.labelValues(label, matchers(selector), TimeRange.ALL));
    }

    List<String> upstreams() {
        try (StoreReader store = StoreReader.open(directory)) {
            return store.ledgerNames();
        } catch (IOException e) {
            return List.of();
        }
    }

    private SortedSet<String> ask(Question question) {
        try (StoreReader store = StoreReader.open(directory);
                Snapshot snapshot = store.snapshot()) {
            return question.of(snapshot);
        } catch (IOException e) {
            return new TreeSet<>();
        }
    }

    private static List<SeriesMatcher> matchers(String selector) {
        try {
            return selector.isEmpty() ? List.of() : PromQl.parseSelector(selector);
        } catch (ParseException e) {
            return List.of();
        }
    }
}
