package dev.holdfast.agent.cli;

import dev.holdfast.agent.screen.AgentLook;
import dev.holdfast.agent.screen.HostScreen;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast top}. */
@Command(
        name = "top",
        sortOptions = false,
        header = "Watch the host on a full screen, now and back in time.",
        synopsisHeading = "Usage: ",
        description = {
            "CPU per core, memory, load and pressure, disks, file systems, network, and how far the upstreams are, with their"
                    + " history. Reads the data directory, whether an agent is running or not.",
            "",
            "Left and Right go back and forth in time, b goes to a time, End is live again, / filters, ? lists all keys.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast top",
            "  holdfast top --at 'yesterday 03:00' --window 1h",
            "  holdfast top --data /mnt/copy-of-it",
            "  holdfast top --interval 10s",
            "  holdfast top --once --at 03:12 > for-the-ticket.txt"
        })
final class TopCommand implements Callable<Integer> {
    private static final int COLUMNS_OF_A_FILE = 120;

    private final Console console;

    @Option(names = "--at", paramLabel = "T", description = "Begin at this time, standing still. Default: live.")
    private @Nullable String at;

    @Option(
            names = {"-d", "--interval"},
            paramLabel = "DURATION",
            description = "Time between two looks, and the shortest step. Default: that of the samples.")
    private @Nullable String interval;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            description = "How far the histories go back. Default: 5m.",
            defaultValue = "5m")
    private String window = "5m";

    @Mixin
    private final InstanceOption instance = new InstanceOption();

    @Option(names = "--once", description = "Print one look as plain text and end; for scripts and tickets.")
    private boolean once;

    @Mixin
    private final DataOption data = new DataOption();

    TopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        HostScreen.Start start = new HostScreen.Start(
                at == null,
                at == null ? 0 : SpanOptions.timeMs("--at", at, console),
                interval == null ? 0 : SpanOptions.durationMs("--interval", interval),
                SpanOptions.durationMs("--window", window),
                instance.name());
        HostScreen screen = new HostScreen(() -> data.open(console), this::askAgent, console::nowMs, console.zone());
        if (instance.isGiven()) {
            try (StoreReader store = data.open(console);
                    Snapshot snapshot = store.snapshot()) {
                instance.requireStored(snapshot);
            }
        }
        if (once) {
            return print(screen, start);
        }
        requireTerminal();
        screen.show(start, console.environment(), console.terminal().unicode());
        return ExitStatus.OK;
    }

    private int print(HostScreen screen, HostScreen.Start start) throws IOException {
        boolean wide = !console.terminal().outIsTerminal()
                && console.variable("COLUMNS").isEmpty();
        int columns = wide ? COLUMNS_OF_A_FILE : console.terminal().columns();
        if (screen.print(start, columns, console.terminal().unicode(), console.out())) {
            return ExitStatus.OK;
        }
        console.out().flush();
        console.remark("no data at " + TimeText.format(at == null ? console.nowMs() : start.atMs(), console.zone())
                + "; \"holdfast gaps\" says what is missing and why");
        return ExitStatus.NO_INPUT;
    }

    private void requireTerminal() {
        String instead = "use \"holdfast top --once\" for a look as plain text";
        if (!console.terminal().outIsTerminal()) {
            throw new Failure(ExitStatus.UNAVAILABLE, "no terminal, standard output: " + instead);
        }
        if (!Terminal.isTerminal(0)) {
            throw new Failure(ExitStatus.UNAVAILABLE, "no terminal, standard input: no key could be read; " + instead);
        }
        String term = console.variable("TERM");
        if (term.isEmpty() || term.equals("dumb")) {
            throw new Failure(
                    ExitStatus.UNAVAILABLE,
                    "no full screen, TERM=" + term + ": " + instead
                            + ", or set TERM to what your terminal is, such as xterm");
        }
    }

    /** What the agent says of its upstreams, where it can be asked; file permissions may say no. */
    private AgentLook askAgent() {
        Path directory = data.directory(console);
        @Nullable LockHolder holder = LockHolder.of(directory);
        if (holder == null || !holder.isAgent()) {
            return new AgentLook(holder == null ? AgentLook.Kind.STOPPED : AgentLook.Kind.OTHER, Map.of());
        }
        Map<String, AgentLook.Sender> senders = new LinkedHashMap<>();
        @Nullable LiveStatus live = AgentQuestion.ask(directory);
        if (live != null) {
            live.upstreams()
                    .forEach((name, outlook) -> senders.put(
                            name,
                            new AgentLook.Sender(
                                    words(outlook), !outlook.heldBy().isEmpty())));
        }
        return new AgentLook(AgentLook.Kind.RUNNING, senders);
    }

    private static String words(Outlook outlook) {
        if (!outlook.heldBy().isEmpty()) {
            return "held: " + outlook.heldBy();
        }
        if (outlook.etaMs() == 0) {
            return "up to date";
        }
        return outlook.etaMs() == Outlook.NEVER
                ? "never done at this rate"
                : "done in " + TimeText.age(outlook.etaMs());
    }
}
