package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.StoreView;
import dev.holdfast.storage.TimeRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast delete}. */
@Command(
        name = "delete",
        sortOptions = false,
        header = "Delete samples for good.",
        synopsisHeading = "Usage: ",
        description = {
            "Shows what would go and asks before anything does. Say a span with both ends, which are included, or"
                    + " --all-time. What comes later under the same names and times, from an import say, is not deleted."
                    + " What was sent to an upstream stays there. The room comes back as files are merged: within a day or so"
                    + " of the agent's running, or at once with \"holdfast compact\". The agent must be stopped.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast delete 'node_filesystem_size_bytes{mountpoint=\"/secret\"}' --all-time",
            "  holdfast delete node_load1 node_load5 --start '2026-11-20 08:00' --end '2026-11-20 09:30' --dry-run",
            "  holdfast delete '{instance=\"old\"}' --all-time --yes && holdfast compact",
            "  holdfast delete '{__name__=~\".+\"}' --start 0 --end 2026-01-01"
        })
final class DeleteCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "MATCHER",
            arity = "0..*",
            description = "Selectors, at least one; a series need match only one.")
    private List<String> selectors = new ArrayList<>();

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Option(names = "--all-time", description = "From the first sample to the last, instead of a span.")
    private boolean allTime;

    @Option(names = "--dry-run", description = "Show what would go, delete nothing; the agent may run.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed where there is no terminal to ask at.")
    private boolean yes;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    DeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<List<SeriesMatcher>> matchers = matchers();
        TimeRange range = range();
        if (!dryRun && !yes && !console.terminal().errIsTerminal()) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "not deleted: there is no terminal to ask at; look with --dry-run, then say --yes");
        }
        // Nothing is made where nothing was.
        try (StoreReader reader = data.open(console)) {
            if (dryRun) {
                report(preview(reader, matchers, range), false);
                return ExitStatus.OK;
            }
        }
        // Opened before the question: nobody else writes between what is shown and what is done.
        try (Store store = data.openForWriting(console)) {
            DeletePreview preview = preview(store, matchers, range);
            if (!preview.isEmpty()) {
                confirm(preview);
                store.deleteAny(matchers, range);
            }
            report(preview, !preview.isEmpty());
        }
        return ExitStatus.OK;
    }

    private List<List<SeriesMatcher>> matchers() {
        if (selectors.isEmpty()) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "no series named, MATCHER: say which, like node_load1 or '{mode=\"idle\"}';"
                            + " '{__name__=~\".+\"}' is every one");
        }
        List<List<SeriesMatcher>> parsed = SelectorText.parseAll(selectors);
        for (int i = 0; i < parsed.size(); i++) {
            // As PromQL has it, so that {} or {job=~"$JOB.*"} with an empty variable is no order to delete everything.
            if (parsed.get(i).stream().allMatch(matcher -> matcher.matches(""))) {
                throw new Failure(
                        ExitStatus.DATA,
                        "names no series in particular, " + selectors.get(i)
                                + ": add a condition that an absent label does not meet; '{__name__=~\".+\"}' is every"
                                + " series");
            }
        }
        return parsed;
    }

    private TimeRange range() {
        if (allTime == span.isGiven()) {
            throw new Failure(
                    ExitStatus.USAGE,
                    allTime
                            ? "too much said, --all-time: leave it or the span out"
                            : "no span named: say --start and --end, or --all-time to delete from the first sample to"
                                    + " the last");
        }
        if (!allTime && !span.hasBothEnds()) {
            throw new Failure(
                    ExitStatus.USAGE, "half a span named: say both --start and --end; \"--end now\" is up to now");
        }
        return allTime ? TimeRange.ALL : span.orAll(console);
    }

    private DeletePreview preview(StoreView store, List<List<SeriesMatcher>> matchers, TimeRange range) {
        try (Snapshot snapshot = store.snapshot()) {
            DeletePreview preview = DeletePreview.of(snapshot, matchers, range);
            for (Damage damage : snapshot.damages()) {
                console.remark("not all can be counted: " + damage + "; see \"holdfast verify\"");
            }
            return preview;
        }
    }

    /** Asks; anything but a clear yes ends the command. */
    private void confirm(DeletePreview preview) throws IOException {
        if (yes) {
            return;
        }
        console.err().println("would delete " + preview.text(console) + ":");
        preview.listSeries(console.err());
        console.err().print("delete them for good? [y/N] ");
        console.err().flush();
        String answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
        String word = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
        if (!word.equals("y") && !word.equals("yes")) {
            throw new Failure(ExitStatus.NO_PERMISSION, "not deleted: the answer was not yes; all is as it was");
        }
    }

    private void report(DeletePreview preview, boolean deleted) throws IOException {
        if (output.isJson()) {
            JsonAnswer.data(console.out(), List.of(), json -> preview.writeJson(json, deleted));
            return;
        }
        if (preview.isEmpty()) {
            console.out().println("nothing matches there, nothing to delete");
            return;
        }
        console.out().println((deleted ? "deleted " : "would delete ") + preview.text(console));
        if (!deleted) {
            preview.listSeries(console.out());
        }
    }
}
