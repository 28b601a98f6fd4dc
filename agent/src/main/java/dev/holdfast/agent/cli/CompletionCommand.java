package dev.holdfast.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast completion}. */
@Command(
        name = "completion",
        sortOptions = false,
        header = "Print a script that completes command lines in bash, zsh or fish.",
        synopsisHeading = "Usage: ",
        description = {
            "Completes commands, options and their values, and inside of an expression the metrics, label names, label"
                    + " values and functions that the data directory knows. Packages install the scripts; from a"
                    + " checkout it is done as below.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  eval \"$$(holdfast completion bash)\"                                   in ~/.bashrc",
            "  holdfast completion zsh > ~/.zsh/_holdfast                           a directory of $$fpath",
            "  holdfast completion fish > ~/.config/fish/completions/holdfast.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!CompletionScript.SHELLS.contains(shell)) {
            throw new Failure(ExitStatus.USAGE, "no such shell, \"" + shell + "\": there is bash, zsh and fish");
        }
        console.out().print(CompletionScript.of(shell));
        return ExitStatus.OK;
    }
}
