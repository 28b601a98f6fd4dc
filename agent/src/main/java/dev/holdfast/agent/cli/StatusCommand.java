package dev.holdfast.agent.cli;

import dev.holdfast.forwarder.UpstreamStatus;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.StoreStats;
import dev.holdfast.storage.survey.StorageReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast status}. */
@Command(
        name = "status",
        sortOptions = false,
        header = "Show what is stored, and what is still to be sent.",
        synopsisHeading = "Usage: ",
        description = {
            "Reads the data directory; the agent need not be running. The exit status is 0 whatever the state, unless it"
                    + " cannot be read.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast status",
            "  holdfast status -o json | jq .data.upstreams",
            "  holdfast status --storage",
            "  holdfast status --storage -o json | jq .data.storage.valueClasses"
        })
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--storage",
            description = {
                "Show too what the bytes are spent on: partitions, kinds of series, parts of the files, bloom filters.",
                "Reads the index of every sstable, which takes some milliseconds for each."
            })
    private boolean storage;

    @Option(names = "--all", description = "With --storage, list every partition, not the newest only.")
    private boolean all;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (all && !storage) {
            throw new Failure(ExitStatus.USAGE, "nothing to list, --all: say --storage too");
        }
        Path directory = data.directory(console);
        try (StoreReader store = data.open(console)) {
            StoreStats stats = store.stats();
            @Nullable LockHolder holder = LockHolder.of(directory);
            List<UpstreamStatus> upstreams = new ArrayList<>();
            for (String name : store.ledgerNames()) {
                upstreams.add(UpstreamStatus.of(store, name, console.nowMs()));
            }
            @Nullable StorageReport survey = storage ? store.survey() : null;
            StatusReport report =
                    new StatusReport(directory, holder, stats, upstreams, survey, store.writeTotals(), console.nowMs());
            if (output.isJson()) {
                JsonAnswer.data(console.out(), List.of(), report::writeJson);
            } else {
                report.print(console.out(), console.zone());
                if (survey != null) {
                    console.out().println();
                    new StorageText(console.out(), console.zone(), all).print(survey, store.writeTotals());
                }
            }
        }
        return ExitStatus.OK;
    }
}
