package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast labels}. */
@Command(
        name = "labels",
        sortOptions = false,
        header = "List label names, or the values of one.",
        synopsisHeading = "Usage: ",
        footer = {
            "",
            "Examples:",
            "  holdfast labels                              the names",
            "  holdfast labels mode                         the values of one label",
            "  holdfast labels __name__                     the metrics",
            "  holdfast labels device --match node_disk_io_now"
        })
final class LabelsCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The label whose values to list.")
    private @Nullable String name;

    @Option(names = "--match", paramLabel = "MATCHER", description = "Only of series that match; may be repeated.")
    private List<String> selectors = new ArrayList<>();

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    LabelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (StoreReader store = data.open(console);
                Snapshot snapshot = store.snapshot()) {
            TimeRange range = span.orAll(console);
            for (List<SeriesMatcher> matchers : SelectorText.parseAll(selectors)) {
                found.addAll(
                        name == null
                                ? snapshot.labelNames(matchers, range)
                                : snapshot.labelValues(name, matchers, range));
            }
        }
        if (output.isJson()) {
            JsonAnswer.data(console.out(), List.of(), json -> {
                json.writeStartArray();
                for (String text : found) {
                    json.writeString(text);
                }
                json.writeEndArray();
            });
        } else {
            found.forEach(console.out()::println);
        }
        return ExitStatus.OK;
    }
}
