package dev.holdfast.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A small Debian 12 to boot from: what is essential, systemd, and what the package depends on. Nothing else, so that a
 * dependency that the package does not name is missed. Made once and kept below {@code target} under a name of its recipe;
 * machines write to a layer above it.
 */
final class MachineRoot {
    private static final Path SOURCES = Path.of("/etc/apt/sources.list.d/debian.sources");
    private static final int TIMEOUT_SECONDS = 600;

    private MachineRoot() {}

    /** The directory, made now if it is not there. */
    static Path of(Path target, String depends) throws IOException {
        List<String> recipe = new ArrayList<>(List.of(
                "mmdebstrap",
                "--mode=root",
                "--variant=essential",
                "--include=" + String.join(",", packages(depends)),
                // Nobody reads manuals in there, and nothing has to survive a power cut.
                "--dpkgopt=path-exclude=/usr/share/man/*",
                "--dpkgopt=path-exclude=/usr/share/locale/*",
                "--dpkgopt=path-exclude=/usr/share/doc/*",
                "--dpkgopt=force-unsafe-io",
                "--aptopt=Acquire::Languages \"none\"",
                "bookworm"));
        CRC32 checksum = new CRC32();
        checksum.update(recipe.toString().getBytes(StandardCharsets.UTF_8));
        Path root = target.resolve(String.format("machine-%08x", checksum.getValue()));
        if (!Files.isDirectory(root)) {
            Path unfinished = target.resolve(root.getFileName() + ".new");
            Command.must(60, List.of("rm", "-rf", "--one-file-system", unfinished.toString()));
            recipe.add(unfinished.toString());
            if (Files.exists(SOURCES)) {
                recipe.add(SOURCES.toString()); // the mirrors that this host can reach
            }
            Command.must(TIMEOUT_SECONDS, recipe);
            Files.move(unfinished, root);
        }
        return root;
    }

    /** Of alternatives the first; versions are those of Debian 12 and checked when the package is installed. */
    private static List<String> packages(String depends) {
        List<String> names = new ArrayList<>(List.of("systemd-sysv"));
        for (String dependency : depends.split(",")) {
            String name = dependency.strip().split("[ |(:]")[0];
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names.stream().distinct().sorted().toList();
    }
}
