package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.ConfigReport;
import dev.holdfast.agent.config.ConfigTemplate;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.config.Overrides;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast config}, with its three verbs. */
@Command(
        name = "config",
        header = "Check, show or write a configuration.",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "Examples:",
            "  holdfast config init holdfast.yaml           a file with every option, explained",
            "  holdfast config check holdfast.yaml          its mistakes, by line",
            "  holdfast config show holdfast.yaml           what is in force, and where each value comes from"
        })
final class ConfigCommand implements Callable<Integer> {
    private final Console console;

    ConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        throw new Failure(
                ExitStatus.USAGE, "no verb, \"config\": say check, show or init; see \"holdfast config --help\"");
    }

    @Command(
            name = "check",
            header = "Name the mistakes in a file.",
            description = {"Without a file: /etc/holdfast/holdfast.yaml, that of the installed agent.", ""},
            synopsisHeading = "Usage: ",
            sortOptions = false)
    int check(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration file.") @Nullable
                    Path named)
            throws IOException {
        Path file = InstalledConfiguration.orInstalled(named);
        if (file == null) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "no file named, and none is installed at " + InstalledConfiguration.FILE + ": name one");
        }
        LoadedConfig loaded = Configurations.load(console, file, Overrides.of(console.environment()));
        int upstreams = AgentSettings.upstreams(loaded.config()).size();
        console.out()
                .println(file + ": no mistakes; " + (upstreams == 1 ? "1 upstream" : upstreams + " upstreams")
                        + ", data in " + loaded.config().storage().path());
        return ExitStatus.OK;
    }

    @Command(
            name = "show",
            header = "Show what is in force, and where each value comes from.",
            description = {
                "Secrets are masked. Without a file: /etc/holdfast/holdfast.yaml where there is one, else the defaults and the"
                        + " environment.",
                ""
            },
            synopsisHeading = "Usage: ",
            sortOptions = false)
    int show(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration file.") @Nullable
                    Path named)
            throws IOException {
        Path file = InstalledConfiguration.orInstalled(named);
        LoadedConfig loaded = Configurations.load(console, file, Overrides.of(console.environment()));
        console.out().print(ConfigReport.of(loaded.settings()));
        return ExitStatus.OK;
    }

    @Command(
            name = "init",
            header = "Write a file with every option, explained.",
            description = {"An existing file is left alone unless --force is given.", ""},
            synopsisHeading = "Usage: ",
            sortOptions = false)
    int init(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            description = "The file to write, or - for standard output, which is the default.")
                    @Nullable
                    Path file,
            @Option(names = "--force", description = "Replace an existing file.") boolean force)
            throws IOException {
        if (file == null || file.toString().equals("-")) {
            console.out().print(ConfigTemplate.text());
            return ExitStatus.OK;
        }
        try {
            Files.writeString(
                    file,
                    ConfigTemplate.text(),
                    StandardCharsets.UTF_8,
                    force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
                    force ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.WRITE,
                    StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(
                    ExitStatus.CANNOT_CREATE, "there already, " + file + ": name another file, or give --force", e);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitStatus.CANNOT_CREATE, "cannot write, " + file + ": make its directory first", e);
        }
        console.out().println("wrote " + file + "; start with: holdfast run --config " + file);
        return ExitStatus.OK;
    }
}
