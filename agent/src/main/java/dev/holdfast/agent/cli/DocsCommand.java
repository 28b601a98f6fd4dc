package dev.holdfast.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast docs}, which packaging calls: writes the manual pages and the scripts of the shells. */
@Command(
        name = DocsCommand.NAME,
        hidden = true,
        header = "Write manual pages and completion scripts for a package.",
        synopsisHeading = "Usage: ",
        description = {"Writes man/man1, man/man5 and completions below a directory, the same bytes at each call.", ""})
final class DocsCommand implements Callable<Integer> {
    static final String NAME = "docs";

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The directory to write to.")
    private Path directory = Path.of(".");

    DocsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        for (Map.Entry<String, String> page : new ManualPages(console).all().entrySet()) {
            write("man/" + page.getKey(), page.getValue());
        }
        // By the names under which each shell looks for them.
        write("completions/bash/holdfast", CompletionScript.of("bash"));
        write("completions/zsh/_holdfast", CompletionScript.of("zsh"));
        write("completions/fish/holdfast.fish", CompletionScript.of("fish"));
        return ExitStatus.OK;
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text);
    }
}
