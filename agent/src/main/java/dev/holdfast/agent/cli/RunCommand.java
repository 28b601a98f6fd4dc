package dev.holdfast.agent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code holdfast run}, as the help shows it. A plain command line of it does not come here: see {@link RunArguments},
 * which has the same options.
 */
@Command(
        name = "run",
        sortOptions = false,
        header = "Start the agent, in the foreground.",
        synopsisHeading = "Usage: ",
        description = {
            "Needs no configuration: it samples this host every second into a data directory of its own. On a terminal it"
                    + " shows one live line; else it logs plain lines to standard error. Ctrl-C or SIGTERM ends it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast run",
            "  holdfast run --interval 250ms --data ./data",
            "  holdfast run --config /etc/holdfast/holdfast.yaml"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration file. Default: none.")
    private @Nullable String config;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory; goes before the configuration's.")
    private @Nullable String data;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "Time between two samples of a series, from 100ms. Default: 1s.")
    private @Nullable String interval;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return new ForegroundAgent(console).run(new RunArguments(config, data, interval, false));
    }
}
