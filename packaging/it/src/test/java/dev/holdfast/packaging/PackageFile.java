package dev.holdfast.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Debian package as a file.
 *
 * @param file where it is
 */
record PackageFile(Path file) {
    private static final int TIMEOUT_SECONDS = 120;

    /** The package with a Java of its own that was built last, if one was. */
    static Optional<PackageFile> built(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("holdfast_.*_amd64\\.deb"))
                    .max((a, b) -> a.toFile().lastModified() < b.toFile().lastModified() ? -1 : 1)
                    .map(file -> new PackageFile(file.toAbsolutePath()));
        }
    }

    /** A field of its control file. */
    String field(String name) {
        return Command.must(TIMEOUT_SECONDS, List.of("dpkg-deb", "-f", file.toString(), name))
                .strip();
    }

    /**
     * The same with another version and a change of its contents.
     *
     * @param change a line of shell, run in the unpacked package
     */
    PackageFile repacked(Path folder, String version, String change) throws IOException {
        Path tree = Files.createTempDirectory(folder, "tree-");
        Path target = folder.resolve("holdfast_" + version.replace('~', '-') + "_amd64.deb");
        try {
            Command.must(TIMEOUT_SECONDS, List.of("dpkg-deb", "-R", file.toString(), tree.toString()));
            // Its scripts know their version, too.
            String edit = "cd " + tree + "; for file in DEBIAN/control DEBIAN/p*; do sed -i 's/"
                    + field("Version").replace(".", "\\.") + "/" + version + "/g' $file; done; " + change;
            Command.must(TIMEOUT_SECONDS, List.of("sh", "-euc", edit));
            Command.must(
                    TIMEOUT_SECONDS,
                    List.of(
                            "dpkg-deb",
                            "--root-owner-group",
                            "-Zgzip",
                            "-z1",
                            "-b",
                            tree.toString(),
                            target.toString()));
        } finally {
            Command.run(TIMEOUT_SECONDS, List.of("rm", "-rf", tree.toString()));
        }
        return new PackageFile(target);
    }
}
