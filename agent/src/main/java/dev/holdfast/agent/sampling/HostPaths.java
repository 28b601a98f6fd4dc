package dev.holdfast.agent.sampling;

import java.nio.file.Path;

/**
 * Where the host's pseudo file systems are mounted: elsewhere when the agent runs in a container, or in a test.
 *
 * @param procfs usually {@code /proc}
 * @param sysfs usually {@code /sys}
 * @param rootfs usually {@code /}; mount points are looked up below it
 */
public record HostPaths(Path procfs, Path sysfs, Path rootfs) {
    /** The usual places. */
    public static HostPaths standard() {
        return new HostPaths(Path.of("/proc"), Path.of("/sys"), Path.of("/"));
    }

    /** All three as subdirectories {@code proc}, {@code sys} and {@code root} of one directory. */
    public static HostPaths under(Path directory) {
        return new HostPaths(directory.resolve("proc"), directory.resolve("sys"), directory.resolve("root"));
    }
}
