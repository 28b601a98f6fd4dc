package dev.holdfast.agent.cli;

import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}, and opening what it names. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "The data directory.")
    private @Nullable Path data;

    /** Whether the command line names one. */
    boolean isGiven() {
        return data != null;
    }

    /** The directory that is meant. */
    Path directory(Console console) {
        return DataDirectory.toRead(data, console.environment());
    }

    /**
     * Opens for reading, which a running agent does not mind.
     *
     * @throws Failure that says what is the matter and what to do
     */
    StoreReader open(Console console) throws IOException {
        Path directory = directory(console);
        DataDirectory.requireReadable(directory);
        try {
            return StoreReader.open(directory);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    "no data, " + directory + ": nothing has been stored there yet; start the agent with"
                            + " \"holdfast run\", or name another directory with --data",
                    e);
        }
    }

    /** Opens for writing, keeping everything there is: limits are the agent's work. Makes the directory if need be. */
    Store openForWriting(Console console) throws IOException {
        return openForWriting(console, 0);
    }

    /** As above, with a bound on the series of an import, 0 for none. */
    Store openForWriting(Console console, int maxSeries) throws IOException {
        return Store.open(
                directory(console),
                StoreOptions.defaults().withRetentionMs(0).withMaxBytes(0).withMaxSeries(maxSeries));
    }
}
