package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.agent.control.ControlServer;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data that another user may not read: one line that says so. Needs leave to become another user. */
class OtherUserIT {
    private static final String NOBODY = "65534";

    private Path place;

    @BeforeEach
    void make() throws IOException {
        place = Files.createTempDirectory("holdfast-other-user");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The class path where everyone can read it: that of the tests is the builder's own. */
    private String publicClassPath() throws IOException {
        List<String> copies = new ArrayList<>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path to = place.resolve("classes-" + number++ + (entry.endsWith(".jar") ? ".jar" : ""));
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path copy = to.resolve(from.relativize(file).toString());
                    if (file.equals(from)) {
                        copy = to;
                    }
                    Files.copy(file, copy);
                    Files.setPosixFilePermissions(
                            copy, PosixFilePermissions.fromString(Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            copies.add(to.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    @Test
    void aDirectoryThatMayNotBeReadIsSaidInOneLine() throws Exception {
        Path data = place.resolve("data");
        Store.open(data, StoreOptions.defaults()).close();
        refused("labels", data);
    }

    /** The directory may be read; what the agent does is its own user's to say. */
    @Test
    void anAgentOfAnotherUserIsNotReloaded() throws Exception {
        Path data = place.resolve("data");
        Store.open(data, StoreOptions.defaults()).close();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ControlServer server = new ControlServer(data, List.of(), () -> {})) {
            server.listen();
            String output = refused("reload", data);
            assertTrue(output.contains(Files.getOwner(data).getName() + "'s"), output);
        }
    }

    private String refused(String command, Path data) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            publicClassPath(),
                            "dev.holdfast.agent.cli.Main",
                            command,
                            "--data",
                            data.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            abort("there is no setpriv here: " + e.getMessage());
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assumeTrue(!output.startsWith("setpriv:"), "only root can become another user: " + output);
        assertEquals(77, status, output);
        assertEquals(1, output.lines().count(), output);
        assertTrue(output.startsWith("holdfast: ") && output.contains(data.toString()), output);
        return output;
    }
}
