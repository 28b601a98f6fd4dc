package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.AgentConfig;
import dev.holdfast.agent.config.DurationText;
import dev.holdfast.agent.config.SizeText;
import dev.holdfast.agent.config.StorageConfig;
import dev.holdfast.agent.sampling.Collectors;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What {@code run} says to a person when it starts: where the data is, what is sampled, what to try. */
final class Greeting {
    private final Console console;
    private final AgentConfig config;
    private final List<UpstreamOptions> upstreams;

    Greeting(Console console, AgentConfig config, List<UpstreamOptions> upstreams) {
        this.console = console;
        this.config = config;
        this.upstreams = upstreams;
    }

    void print() {
        PrintStream err = console.err();
        err.println(
                "holdfast samples this host every " + DurationText.format(config.intervalMs()) + "; Ctrl-C ends it");
        err.println("  data       " + config.storage().path() + ", " + limits(config.storage()));
        long off = config.collectors().values().stream()
                .filter(collector -> !collector.enabled())
                .count();
        err.println("  samples    CPU, memory, swap, load, disks, file systems, network, pressure, kernel: up to "
                + (Collectors.NAMES.size() - off) + " collectors");
        for (UpstreamOptions upstream : upstreams) {
            err.println("  sends to   " + upstream.name() + ", " + upstream.displayUrl());
        }
        if (upstreams.isEmpty()) {
            err.println("  sends to   nobody; \"" + command() + " config init\" shows how to configure an upstream");
        }
        err.println("try, in another terminal:");
        String data = dataFlag();
        err.println("  " + command() + " query" + data + " node_load1");
        err.println(
                "  " + command() + " query" + data + " --since 5m 'sum by (mode) (rate(node_cpu_seconds_total[30s]))'");
        err.println("  " + command() + " status" + data);
        err.println();
    }

    /** As the launcher was called, so that the lines can be copied. */
    private String command() {
        String command = console.variable("HOLDFAST_COMMAND");
        return command.isEmpty() ? "holdfast" : command;
    }

    /** Only where a query would look elsewhere without it. */
    private String dataFlag() {
        Path path = config.storage().path();
        return path.equals(DataDirectory.toRead(null, console.environment())) ? "" : " --data " + path;
    }

    private static String limits(StorageConfig storage) {
        String age =
                storage.retentionMs() == 0 ? "kept for ever" : "kept " + DurationText.format(storage.retentionMs());
        return age + (storage.maxBytes() == 0 ? "" : ", " + SizeText.format(storage.maxBytes()) + " at most");
    }
}
