package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;

/** Another process writes to this data directory. */
public final class StoreLockedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String directory;

    /** Names the directory and, when known, who holds it. */
    public StoreLockedException(String directory, String holder) {
        super(directory + ": in use by another holdfast" + (holder.isEmpty() ? "" : " (" + holder + ")"));
        this.directory = directory;
    }

    /** The directory. */
    public Path directory() {
        return Path.of(directory);
    }
}
