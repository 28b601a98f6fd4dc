package dev.holdfast.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The unit of the service manager that a process belongs to, by its control group. */
final class ServiceUnit {
    private static final String SYSTEM = "/system.slice/";
    private static final String SUFFIX = ".service";

    private ServiceUnit() {}

    /** The name of a system service, as {@code systemctl} takes it, or null when the process is none or it cannot be told. */
    static @Nullable String of(long pid) {
        try {
            return in(Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return null;
        }
    }

    /** The same from the text of {@code /proc/PID/cgroup}. */
    static @Nullable String in(String cgroup) {
        for (String line : cgroup.lines().toList()) {
            int begin = line.indexOf(SYSTEM);
            int end = begin < 0 ? -1 : line.indexOf(SUFFIX, begin);
            if (end >= 0) {
                String unit = line.substring(begin + SYSTEM.length(), end);
                return unit.substring(unit.lastIndexOf('/') + 1); // below a slice of its own
            }
        }
        return null;
    }
}
