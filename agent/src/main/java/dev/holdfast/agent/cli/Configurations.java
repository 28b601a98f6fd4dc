package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.ConfigException;
import dev.holdfast.agent.config.ConfigLoader;
import dev.holdfast.agent.config.ConfigProblem;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.config.Overrides;
import dev.holdfast.agent.sampling.Collectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads configurations for commands. */
final class Configurations {
    private Configurations() {}

    /**
     * Loads a file, or none, under the environment and the flags; each warning becomes a remark.
     *
     * @throws Failure with every mistake
     */
    static LoadedConfig load(Console console, @Nullable Path file, Overrides overrides) throws IOException {
        LoadedConfig loaded = read(console, file, overrides);
        for (ConfigProblem warning : loaded.warnings()) {
            console.remark("warning: " + warning);
        }
        return loaded;
    }

    /** As above, and says nothing of warnings. */
    static LoadedConfig read(Console console, @Nullable Path file, Overrides overrides) throws IOException {
        ConfigLoader loader =
                new ConfigLoader(Collectors.NAMES, DataDirectory.toWrite(console.environment()), console.environment());
        if (file != null && Files.isDirectory(file)) {
            throw new Failure(ExitStatus.NO_INPUT, "not a file, " + file + ": name the file in it");
        }
        try {
            LoadedConfig loaded = loader.load(file, overrides);
            // What only the forwarder knows to be wrong is found here too, and not first when the agent starts.
            AgentSettings.upstreams(loaded.config());
            return loaded;
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    "no such file, " + file + ": \"holdfast config init " + file + "\" writes one",
                    e);
        } catch (ConfigException e) {
            throw Failures.of(e);
        }
    }
}
