package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.Overrides;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast reload}. */
@Command(
        name = "reload",
        sortOptions = false,
        header = "Let the running agent take its changed configuration.",
        synopsisHeading = "Usage: ",
        description = {
            "The agent reads the file that it was started with once more, and goes over to it whole or not at all: no tick is"
                    + " lost, and an upstream that stays as it is keeps its connection. Prints what changed. With a mistake in"
                    + " the file everything stays as it was, and the mistakes are printed, as \"holdfast config check\" prints"
                    + " them. storage.path and storage.wal need a restart.",
            "",
            "Without --data and --config it is the installed agent: the one whose data /etc/holdfast/holdfast.yaml names.",
            "",
            "SIGHUP does the same; what came of it is in the log then.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast reload",
            "  holdfast reload --config /etc/holdfast/holdfast.yaml    the agent whose data that file names",
            "  holdfast reload --data ./data"
        })
final class ReloadCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A configuration that names the agent's data directory; it is checked here first.")
    private @Nullable Path config;

    ReloadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        for (String line : new RunningAgent(directory()).ask("reload")) {
            if (line.startsWith("warning: ")) {
                console.remark(line);
            } else {
                console.out().println(line);
            }
        }
        return ExitStatus.OK;
    }

    private Path directory() throws IOException {
        if (config == null) {
            boolean isNamed =
                    data.isGiven() || !console.variable("HOLDFAST_DATA").isEmpty();
            Path installed =
                    isNamed ? null : InstalledConfiguration.dataDirectory(console, InstalledConfiguration.FILE);
            return installed == null ? data.directory(console) : installed;
        }
        if (data.isGiven()) {
            throw new Failure(ExitStatus.USAGE, "too much, \"--data\" and \"--config\": name one of them");
        }
        return Configurations.read(console, config, Overrides.of(console.environment()))
                .config()
                .storage()
                .path();
    }
}
