package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two packages for Debian hold: files, owners, modes, sizes, and what they say of themselves. */
class DebContentsIT {
    private static final int TIMEOUT_SECONDS = 60;

    /** Path to mode and owner, as {@code dpkg-deb -c} prints them; folders end with a slash. */
    private static Map<String, String> contents(Path file) {
        Map<String, String> contents = new TreeMap<>();
        Command.must(TIMEOUT_SECONDS, List.of("dpkg-deb", "-c", file.toString()))
                .lines()
                .forEach(line -> {
                    String[] words = line.split(" +", 6);
                    contents.put(words[5].substring(1), words[0] + " " + words[1]);
                });
        return contents;
    }

    private static String field(Path file, String name) {
        return Command.must(TIMEOUT_SECONDS, List.of("dpkg-deb", "-f", file.toString(), name))
                .strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {BuiltPackages.DEB, BuiltPackages.DEB_NOJRE})
    void everyFileIsRootsAndOnlySecretsAreHidden(String pattern) {
        Map<String, String> contents = contents(BuiltPackages.of(pattern));
        contents.forEach((path, mode) -> {
            String expected = switch (path) {
                case "/etc/holdfast/holdfast.yaml" -> "-rw-r----- root/root";
                case "/etc/holdfast/secrets/" -> "drwx------ root/root";
                default ->
                    path.endsWith("/")
                            ? "drwxr-xr-x root/root"
                            : path.contains(" -> ")
                                    ? "lrwxrwxrwx root/root"
                                    : isProgram(path) ? "-rwxr-xr-x root/root" : "-rw-r--r-- root/root";
            };
            assertEquals(expected, mode, path);
        });
        assertTrue(contents.size() > 100, contents.size() + " files");
    }

    private static boolean isProgram(String path) {
        return path.startsWith("/usr/lib/holdfast/bin/")
                || path.startsWith("/usr/lib/holdfast/runtime/bin/")
                || path.endsWith("/jspawnhelper")
                || (path.contains("/examples/")
                        && !path.substring(path.lastIndexOf('/')).contains("."));
    }

    @ParameterizedTest
    @ValueSource(strings = {BuiltPackages.DEB, BuiltPackages.DEB_NOJRE})
    void filesLieWhereTheSystemLooksForThem(String pattern) throws IOException {
        Path file = BuiltPackages.of(pattern);
        Map<String, String> contents = contents(file);
        String name = field(file, "Package");
        for (String path : new String[] {
            "/usr/bin/holdfast -> ../lib/holdfast/bin/holdfast",
            "/usr/lib/holdfast/bin/holdfast",
            "/usr/lib/holdfast/bin/make-archives",
            "/usr/lib/holdfast/build-id",
            "/usr/lib/holdfast/format",
            "/usr/lib/systemd/system/holdfast.service",
            "/usr/lib/sysusers.d/holdfast.conf",
            "/usr/lib/tmpfiles.d/holdfast.conf",
            "/usr/share/bash-completion/completions/holdfast",
            "/usr/share/zsh/vendor-completions/_holdfast",
            "/usr/share/fish/vendor_completions.d/holdfast.fish",
            "/usr/share/man/man1/holdfast.1.gz",
            "/usr/share/man/man5/holdfast.yaml.5.gz",
            "/usr/share/doc/" + name + "/copyright",
            "/usr/share/doc/" + name + "/changelog.gz",
            "/usr/share/doc/" + name + "/examples/gateway.conf",
            "/usr/share/lintian/overrides/" + name
        }) {
            assertTrue(contents.containsKey(path), path + " is not in " + file.getFileName());
        }
        assertEquals(
                "/etc/holdfast/holdfast.yaml",
                Files.readString(BuiltPackages.unpacked(pattern).resolve("DEBIAN/conffiles"))
                        .strip());
    }

    @Test
    void theOneBringsJavaAndItsArchivesTheOtherNeither() {
        Map<String, String> whole = contents(BuiltPackages.of(BuiltPackages.DEB));
        Map<String, String> without = contents(BuiltPackages.of(BuiltPackages.DEB_NOJRE));
        for (String part : new String[] {"/usr/lib/holdfast/runtime/", "/usr/lib/holdfast/cds/"}) {
            assertTrue(whole.containsKey(part), part);
            assertTrue(without.keySet().stream().noneMatch(path -> path.startsWith(part)), part);
        }
        assertTrue(
                whole.keySet().stream().anyMatch(path -> path.matches("/usr/lib/holdfast/runtime/legal/.*/LICENSE")));
    }

    @ParameterizedTest
    @ValueSource(strings = {BuiltPackages.DEB, BuiltPackages.DEB_NOJRE, BuiltPackages.RPM, BuiltPackages.TAR})
    void aPackageIsNoLargerThan25Megabytes(String pattern) throws IOException {
        Path file = BuiltPackages.of(pattern);
        assertTrue(Files.size(file) <= 25_000_000, file.getFileName() + ": " + Files.size(file) + " bytes");
    }

    @Test
    void dependenciesAreWhatIsLinkedAndWhatTheScriptsUse() {
        Path whole = BuiltPackages.of(BuiltPackages.DEB);
        String depends = field(whole, "Depends");
        assertTrue(depends.matches(".*\\blibc6 \\(>= 2\\.\\d+\\).*"), depends);
        assertTrue(depends.endsWith(", passwd"), depends);
        assertFalse(depends.contains("jre"), depends);
        assertEquals("", field(whole, "Recommends"));
        Path without = BuiltPackages.of(BuiltPackages.DEB_NOJRE);
        depends = field(without, "Depends");
        assertTrue(depends.contains("default-jre-headless"), depends);
        assertFalse(depends.contains("libc6"), depends);
        // Either takes the place of the other, and the second answers to the name of the first.
        assertEquals("holdfast-nojre", field(whole, "Conflicts"));
        assertEquals("holdfast", field(without, "Conflicts"));
        assertTrue(field(without, "Provides").startsWith("holdfast (= "), field(without, "Provides"));
    }
}
