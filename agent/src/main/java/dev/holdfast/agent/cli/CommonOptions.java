package dev.holdfast.agent.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has. */
@SuppressWarnings("unused") // picocli reads --help, and CommandLines and Main look for the others
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description =
                    "Read and show times in this zone: UTC, Europe/Berlin, +02:00. Default: $$TZ, else the host's.")
    private @Nullable String zone;

    @Option(names = "--debug", description = "Show the stack with an error.")
    private boolean debug;
}
