package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.SizeText;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreStats;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code holdfast compact}. */
@Command(
        name = "compact",
        sortOptions = false,
        header = "Make a data directory as small as it gets.",
        synopsisHeading = "Usage: ",
        description = {
            "Writes the log out and merges everything that can be merged, which a running agent does by itself, little by"
                    + " little. The agent must be stopped.",
            ""
        },
        footer = {"", "Examples:", "  holdfast compact --data ./imported"})
final class CompactCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DataOption data = new DataOption();

    CompactCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        // Nothing is made where nothing was.
        data.open(console).close();
        try (Store store = data.openForWriting(console)) {
            print("before", store.stats());
            store.compactFully();
            print("after", store.stats());
        }
        return ExitStatus.OK;
    }

    private void print(String when, StoreStats stats) {
        String each = stats.sstableSampleCount() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.2f bytes a sample",
                        (double) stats.sstableBytes() / stats.sstableSampleCount());
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%-7s %d sstables, %s, %,d samples%s; log %s",
                        when,
                        stats.runCount(),
                        SizeText.approximate(stats.sstableBytes()),
                        stats.sstableSampleCount(),
                        each,
                        SizeText.approximate(stats.walBytes())));
        console.out().flush();
    }
}
