package dev.holdfast.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What {@code packaging/build} made. A test that needs one that is not there is skipped and says so. */
final class BuiltPackages {
    static final String DEB = "holdfast_.*_(amd64|arm64)\\.deb";
    static final String DEB_NOJRE = "holdfast-nojre_.*_all\\.deb";
    static final String RPM = "holdfast-.*\\.rpm";
    static final String TAR = "holdfast-.*\\.tar\\.gz";
    static final String BILL = "holdfast-.*\\.cdx\\.json";
    static final String SUMS = "SHA256SUMS";

    private static final Map<String, Path> UNPACKED = new HashMap<>();

    private BuiltPackages() {}

    static Path folder() {
        return Path.of(System.getProperty("holdfast.packages", "../target/packages"))
                .toAbsolutePath()
                .normalize();
    }

    /** All of them, and what lies beside them, by name. */
    static List<Path> all() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one whose name matches. */
    static Path of(String pattern) {
        List<Path> found = all().stream()
                .filter(file -> file.getFileName().toString().matches(pattern))
                .toList();
        require(
                found.size() == 1,
                found.size() + " files " + pattern + " in " + folder() + "; packaging/build makes one");
        return found.get(0);
    }

    /** The contents of a .deb, unpacked below target, once in a run: for reading. */
    static synchronized Path unpacked(String pattern) throws IOException {
        Path file = of(pattern);
        require(hasProgram("dpkg-deb"), "no dpkg-deb on this host");
        Path tree = UNPACKED.get(pattern);
        if (tree == null) {
            tree = fresh("unpacked-" + file.getFileName());
            Command.must(120, List.of("dpkg-deb", "-R", file.toString(), tree.toString()));
            UNPACKED.put(pattern, tree);
        }
        return tree;
    }

    /** A folder below target that is empty. */
    static Path fresh(String name) throws IOException {
        Path folder = Path.of("target", name).toAbsolutePath();
        Command.must(60, List.of("rm", "-rf", "--one-file-system", folder.toString()));
        return Files.createDirectories(folder);
    }

    static boolean hasProgram(String name) {
        return Command.run(10, List.of("sh", "-c", "command -v " + name)).isOk();
    }

    static boolean isRoot() {
        return Command.must(10, List.of("id", "-u")).strip().equals("0");
    }

    /** A skipped test is silent in Maven's summary: say it here too. */
    static void require(boolean isSo, String reason) {
        if (!isSo) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(isSo, reason);
    }
}
