package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.config.Origin;
import dev.holdfast.agent.config.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration of the agent that is installed on this host: what is meant where a command names no file. */
final class InstalledConfiguration {
    /** Where packages put it. */
    static final Path FILE = Path.of("/etc/holdfast/holdfast.yaml");

    private InstalledConfiguration() {}

    /** The file that is named, else the installed one where there is one, else null. */
    static @Nullable Path orInstalled(@Nullable Path named) {
        if (named != null) {
            return named;
        }
        return Files.exists(FILE) ? FILE : null;
    }

    /**
     * The data directory that a configuration names itself, or null when it leaves it to the defaults, which are another user's
     * here, or cannot be read: its agent will say what is wrong with it.
     */
    static @Nullable Path dataDirectory(Console console, Path file) {
        if (!Files.isReadable(file)) {
            return null;
        }
        try {
            LoadedConfig loaded = Configurations.read(console, file, Overrides.of(console.environment()));
            return loaded.storageOrigin("path").kind() == Origin.Kind.FILE
                    ? loaded.config().storage().path()
                    : null;
        } catch (IOException | Failure e) {
            return null;
        }
    }
}
