package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import java.util.Locale;

/**
 * The host under OpenTelemetry's names for resources: what stays as long as the host does. The kernel's release and the like
 * change with an update, and would make all series other series at a receiver.
 */
public final class HostResource {
    private HostResource() {}

    /** Reads {@code host.name}, {@code host.arch} and {@code os.type}; what cannot be told is left out. */
    public static Labels read(HostPaths paths) {
        String type = SmallFile.read(paths.procfs().resolve("sys/kernel/ostype"));
        return Labels.EMPTY.toBuilder()
                .set("host.name", SmallFile.read(paths.procfs().resolve("sys/kernel/hostname")))
                .set("host.arch", arch(System.getProperty("os.arch", "")))
                .set("os.type", type(type.isEmpty() ? System.getProperty("os.name", "") : type))
                .build();
    }

    static String arch(String javaArch) {
        String arch = javaArch.toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "x86_64" -> "amd64";
            case "i386", "i686" -> "x86";
            case "aarch64" -> "arm64";
            case "arm" -> "arm32";
            case "ppc64le" -> "ppc64";
            default -> arch;
        };
    }

    static String type(String name) {
        String type = name.toLowerCase(Locale.ROOT);
        if (type.startsWith("windows")) {
            return "windows";
        }
        return type.startsWith("mac") ? "darwin" : type;
    }
}
