package dev.holdfast.agent.cli;

import dev.holdfast.agent.daemon.BuildId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code holdfast version}. */
@Command(name = "version", header = "Show the version.", synopsisHeading = "Usage: ")
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out()
                .println("holdfast " + VersionNumber.get() + BuildId.suffix() + ", Java "
                        + Runtime.version().feature() + " ("
                        + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"));
        return ExitStatus.OK;
    }
}
