package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.forwarder.Resend;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast resend}. */
@Command(
        name = "resend",
        sortOptions = false,
        header = "Have a span sent to an upstream again.",
        synopsisHeading = "Usage: ",
        description = {
            "What lies in the span is pending again, whatever became of it: delivered, refused, parked or skipped. What is no"
                    + " longer in the store cannot be sent. The samples are the same to the bit. An upstream of order: strict"
                    + " refuses what is older than it has, or skips what is older than max_age. The agent may run: it is asked to do it, and goes about it at once.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast resend --upstream central --start '2026-11-20 08:00' --end '2026-11-20 09:30' --dry-run",
            "  holdfast resend --upstream central --since 2h"
        })
final class ResendCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--upstream", paramLabel = "U", required = true, description = "The upstream's name.")
    private String upstream = "";

    @Mixin
    private final SpanOptions span = new SpanOptions();

    @Option(names = "--dry-run", description = "Show what would be sent again, change nothing; the agent may run.")
    private boolean dryRun;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final DataOption data = new DataOption();

    ResendCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!span.hasBothEnds()) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "no span named: say both --start and --end, or --since; \"--end now\" is up to now");
        }
        TimeRange range = span.orAll(console);
        // Nothing is made where nothing was.
        try (StoreReader reader = data.open(console)) {
            UpstreamNames.require(reader, upstream);
            if (dryRun) {
                report(Resend.plan(reader, upstream, range, console.nowMs()));
                return ExitStatus.OK;
            }
        }
        LockHolder holder = LockHolder.of(data.directory(console));
        if (holder != null && holder.isAgent()) {
            new RunningAgent(data.directory(console))
                    .ask(ResendVerb.request(upstream, range, output.isJson()))
                    .forEach(console.out()::println);
            return ExitStatus.OK;
        }
        try (Store store = data.openForWriting(console)) {
            report(Resend.apply(store, store.ledger(upstream), range, console.nowMs()));
        }
        return ExitStatus.OK;
    }

    private void report(Resend.Result result) throws IOException {
        if (output.isJson()) {
            JsonAnswer.data(console.out(), List.of(), json -> ResendText.writeJson(json, result, !dryRun));
        } else {
            ResendText.print(console.out(), result, !dryRun);
        }
    }
}
