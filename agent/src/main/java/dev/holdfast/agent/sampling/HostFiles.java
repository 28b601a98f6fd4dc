package dev.holdfast.agent.sampling;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that collectors read, each opened once, however many collectors read it. Whoever makes it closes it, which
 * closes the files. One thread.
 */
public final class HostFiles implements Closeable {
    private final HostPaths paths;
    private final Map<Path, TextFile> files = new HashMap<>();

    /** Opens nothing yet. */
    public HostFiles(HostPaths paths) {
        this.paths = paths;
    }

    /** Where the pseudo file systems are. */
    public HostPaths paths() {
        return paths;
    }

    /** A file below /proc. */
    TextFile proc(String relative) {
        return file(paths.procfs().resolve(relative));
    }

    /** A file below /sys. */
    TextFile sys(String relative) {
        return file(paths.sysfs().resolve(relative));
    }

    private TextFile file(Path path) {
        return files.computeIfAbsent(path, TextFile::new);
    }

    /** Closes a file that belongs to a device which is gone. */
    void forget(TextFile file) {
        file.close();
        files.remove(file.path());
    }

    @Override
    public void close() {
        files.values().forEach(TextFile::close);
        files.clear();
    }
}
