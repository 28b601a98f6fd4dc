package dev.holdfast.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which data directory is meant when a command line names none. Pure but for looking whether directories are there. */
final class DataDirectory {
    /** Where an installed agent keeps its data. */
    static final Path SYSTEM = Path.of("/var/lib/holdfast");

    private DataDirectory() {}

    /**
     * The directory to read: {@code --data}, else {@code $HOLDFAST_DATA}, else that of the system when it is there, else
     * that of the user.
     */
    static Path toRead(@Nullable Path flag, Map<String, String> environment) {
        Path named = named(flag, environment);
        if (named != null) {
            return named;
        }
        Path user = ofUser(environment);
        // One that is there and closed to us is still the one that is meant, unless the user has data of their own.
        return Files.isDirectory(SYSTEM) && (Files.isReadable(SYSTEM) || !Files.isDirectory(user)) ? SYSTEM : user;
    }

    /** The directory to write when neither flag, environment nor file names one. */
    static Path toWrite(Map<String, String> environment) {
        return Files.isDirectory(SYSTEM) && Files.isWritable(SYSTEM) ? SYSTEM : ofUser(environment);
    }

    private static @Nullable Path named(@Nullable Path flag, Map<String, String> environment) {
        if (flag != null) {
            return flag;
        }
        String variable = environment.getOrDefault("HOLDFAST_DATA", "");
        return variable.isEmpty() ? null : Path.of(variable);
    }

    /** By the XDG base directory specification. */
    private static Path ofUser(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!base.isEmpty()) {
            return Path.of(base, "holdfast");
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
        return Path.of(home, ".local", "share", "holdfast");
    }

    /**
     * Checks that a directory can be read at all.
     *
     * @throws Failure that says what is the matter and what to do
     */
    static void requireReadable(Path directory) {
        Path parent = nearestExisting(directory);
        if (!Files.exists(directory)) {
            if (!Files.isExecutable(parent)) {
                throw closed(parent);
            }
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    "no data, " + directory + ": there is no such directory; start the agent with \"holdfast run\","
                            + " or name the directory with --data");
        }
        if (!Files.isDirectory(directory)) {
            throw new Failure(ExitStatus.NO_INPUT, "no data, " + directory + ": this is a file; name its directory");
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw closed(directory);
        }
    }

    private static Path nearestExisting(Path path) {
        Path absolute = path.toAbsolutePath();
        while (absolute.getParent() != null && !Files.exists(absolute)) {
            absolute = absolute.getParent();
        }
        return absolute;
    }

    private static Failure closed(Path directory) {
        return new Failure(ExitStatus.NO_PERMISSION, "cannot read, " + directory + ": " + ClosedPath.advice(directory));
    }
}
