package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.gaps.GapReport;
import dev.holdfast.agent.gaps.GapsJson;
import dev.holdfast.storage.Damage;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast gaps}. */
@Command(
        name = "gaps",
        sortOptions = false,
        header = "Account for every second: collected, missed and why, delivered or not.",
        synopsisHeading = "Usage: ",
        description = {
            "Reads the data directory; the agent may run, be stopped, or the directory be a copy. Without a span it is all that"
                    + " the store and its ledgers know. The lengths add up to the span.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast gaps",
            "  holdfast gaps --since 7d",
            "  holdfast gaps --start '2026-11-20 08:00' --end '2026-11-20 09:30' --upstream central",
            "  holdfast gaps --since 1d -o json | jq .data.missing"
        })
final class GapsCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--upstream",
            paramLabel = "U",
            description = "List what became of the span for this upstream, interval by interval.")
    private @Nullable String upstream;

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Option(names = "--all", description = "List every gap, not the longest only.")
    private boolean all;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    GapsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = data.directory(console);
        try (StoreReader store = data.open(console)) {
            if (upstream != null) {
                UpstreamNames.require(store, upstream);
            }
            @Nullable LockHolder holder = LockHolder.of(directory);
            long nowMs = console.nowMs();
            GapReport report = GapReport.of(store, range(store, nowMs), nowMs, holder != null && holder.isAgent());
            if (output.isJson()) {
                JsonAnswer.data(console.out(), List.of(), json -> new GapsJson(json).write(report, upstream));
            } else {
                GapsText text = new GapsText(console.out(), console.zone(), all);
                if (upstream == null) {
                    text.print(report);
                } else {
                    text.print(report, upstream);
                }
            }
            for (Damage damage : store.stats().damages()) {
                console.remark("not all can be read: " + damage + "; see \"holdfast verify\"");
            }
        }
        return ExitStatus.OK;
    }

    private TimeRange range(StoreReader store, long nowMs) {
        TimeRange range = span.isGiven() ? named(nowMs) : GapReport.whole(store, nowMs);
        if (range.isEmpty()) {
            throw new Failure(ExitStatus.USAGE, "an empty span, --start: there is no time in it; say an earlier one");
        }
        return range;
    }

    /** What is still to come is left out: nothing can be said of it. */
    private TimeRange named(long nowMs) {
        TimeRange inclusive = span.inclusive(console);
        long toMs = Math.min(nowMs, inclusive.toExclusiveMs());
        return new TimeRange(Math.min(inclusive.fromInclusiveMs(), toMs), toMs);
    }
}
