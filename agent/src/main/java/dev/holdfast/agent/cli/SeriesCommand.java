package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast series}. */
@Command(
        name = "series",
        sortOptions = false,
        header = "List the series that are stored.",
        synopsisHeading = "Usage: ",
        footer = {
            "",
            "Examples:",
            "  holdfast series                              all of them",
            "  holdfast series node_load1 node_load5        those of two metrics",
            "  holdfast series '{mode=\"idle\"}' --since 1h   those with samples in the last hour, give or take"
        })
final class SeriesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MATCHER", arity = "0..*", description = "Selectors; a series need match only one.")
    private List<String> selectors = new ArrayList<>();

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    SeriesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (StoreReader store = data.open(console);
                Snapshot snapshot = store.snapshot()) {
            SortedSet<Labels> found = SelectorText.select(snapshot, selectors, span.orAll(console));
            if (output.isJson()) {
                JsonAnswer.data(console.out(), List.of(), json -> {
                    json.writeStartArray();
                    for (Labels labels : found) {
                        JsonAnswer.writeLabels(json, labels);
                    }
                    json.writeEndArray();
                });
            } else {
                found.forEach(console.out()::println);
                if (console.terminal().errIsTerminal()) {
                    console.out().flush();
                    console.remark(found.size() + " series");
                }
            }
        }
        return ExitStatus.OK;
    }
}
