package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.daemon.Readiness;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.survey.StorageReport;
import java.io.IOException;
import java.nio.file.Path;
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
            "Reads the data directory; the agent need not be running. One that runs is asked whether it is ready, and how fast"
                    + " each upstream goes. The exit status is 0 whatever the state, unless it cannot be read.",
            "",
            "With --check, for scripts and health checks: prints one line and ends with 0 when the agent is ready, else with 1.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast status",
            "  holdfast status -o json | jq .data.upstreams",
            "  holdfast status --check || systemctl status holdfast",
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

    @Option(names = "--check", description = "Say only whether the agent is ready, and end with 0 or 1.")
    private boolean check;

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
        if (check && storage) {
            throw new Failure(ExitStatus.USAGE, "too much, \"--check\" and \"--storage\": name one of them");
        }
        Path directory = data.directory(console);
        if (check) {
            return check(directory);
        }
        try (StoreReader store = data.open(console)) {
            @Nullable StorageReport survey = storage ? store.survey() : null;
            StatusReport report = StatusReport.of(directory, store, survey, console.nowMs());
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

    private int check(Path directory) throws IOException {
        DataDirectory.requireReadable(directory);
        @Nullable LiveStatus live = AgentQuestion.ask(directory);
        Readiness readiness = live != null ? live.readiness() : fromDirectory(directory);
        if (output.isJson()) {
            JsonAnswer.data(console.out(), List.of(), json -> {
                json.writeStartObject();
                StatusReport.writeReadiness(json, readiness);
                json.writeEndObject();
            });
        } else {
            console.out()
                    .println(readiness.isReady() ? "ready" : "not ready: " + String.join("; ", readiness.reasons()));
        }
        return readiness.isReady() ? ExitStatus.OK : ExitStatus.NO;
    }

    private Readiness fromDirectory(Path directory) throws IOException {
        try (StoreReader store = data.open(console)) {
            return DirectoryReadiness.of(store, LockHolder.of(directory), console.nowMs());
        }
    }
}
