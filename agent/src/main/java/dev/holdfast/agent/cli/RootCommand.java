package dev.holdfast.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast} itself: help and version. */
@SuppressWarnings("unused") // picocli reads --help, and Main looks for --debug
@Command(
        name = "holdfast",
        synopsisHeading = "Usage: ",
        customSynopsis = "holdfast COMMAND [OPTIONS]",
        description = {
            "",
            "Samples this host into a time-series database of its own, answers queries about it, and forwards"
                    + " everything upstream whenever the network allows.",
            ""
        },
        commandListHeading = "Commands:%n",
        footer = {
            "",
            "Every command takes --help, and shows examples there.",
            "Every command that reads or writes data takes --data DIR. Without it: $$HOLDFAST_DATA, else"
                    + " /var/lib/holdfast when it is there, else ~/.local/share/holdfast.",
            "",
            "Exit status: 0 success, 64 wrong command line, 65 wrong data or expression, 66 nothing there to read,"
                    + " 69 something needed is missing, 74 read or write error, 75 try again later, 77 not allowed,"
                    + " 78 wrong configuration."
        })
final class RootCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    private boolean version;

    @Option(names = "--debug", hidden = true)
    private boolean debug;

    RootCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (version) {
            return new VersionCommand(console).call();
        }
        console.out().print(Overview.TEXT);
        return ExitStatus.OK;
    }
}
