package dev.holdfast.agent.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
@SuppressWarnings("unused") // picocli reads --help, and Main looks for --debug
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--debug", description = "Show the stack with an error.")
    private boolean debug;
}
