package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as other users of this machine run it, in a place of its own below the folder for temporary files that all of them
 * may enter, with a copy of the class path: that of the tests is the builder's own. Needs leave to become another user.
 */
final class OtherUsers implements AutoCloseable {
    private final Path place;
    private final String classPath;

    /**
     * A user as the kernel sees it.
     *
     * @param name of the user
     * @param group of the account
     * @param groups other groups, or empty
     */
    record User(String name, String group, String groups) {}

    /**
     * How a command ended.
     *
     * @param status that it ended with
     * @param output what it printed, standard error too
     */
    record Outcome(int status, String output) {}

    private OtherUsers(Path place, String classPath) {
        this.place = place;
        this.classPath = classPath;
    }

    /** Skips the test, with the reason, where nobody else can be become. */
    static OtherUsers prepare() throws IOException, InterruptedException {
        Process trial;
        try {
            trial = new ProcessBuilder("setpriv", "--reuid=nobody", "--clear-groups", "true")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no setpriv here: " + e.getMessage());
            throw e;
        }
        String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(trial.waitFor() == 0, "only root can become another user: " + said);
        Path place = Files.createTempDirectory("holdfast-other-users");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new OtherUsers(place, copyOfClassPath(place));
    }

    private static String copyOfClassPath(Path place) throws IOException {
        List<String> copies = new ArrayList<>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (from.endsWith("test-classes")) {
                continue; // the program needs none of them, and Java archives no classes where there is a folder
            }
            Path to = place.resolve("classes-" + number++ + (entry.endsWith(".jar") ? ".jar" : ""));
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path copy = file.equals(from)
                            ? to
                            : to.resolve(from.relativize(file).toString());
                    Files.copy(file, copy);
                    Files.setPosixFilePermissions(
                            copy, PosixFilePermissions.fromString(Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            copies.add(to.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    /** Makes an archive of the classes that commands load: for a test that starts a hundred. Without one they are slower. */
    void archiveClasses() throws IOException, InterruptedException {
        Path list = Path.of("..", "packaging", "classes", "cli.classes").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-Xshare:dump", "-Xlog:disable"));
        command.addAll(List.of("-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive()));
        command.addAll(List.of("-cp", classPath));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0 && Files.exists(archive())) {
            Files.setPosixFilePermissions(archive(), PosixFilePermissions.fromString("rw-r--r--"));
        } else {
            Files.deleteIfExists(archive());
        }
    }

    private Path archive() {
        return place.resolve("commands.jsa");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A folder that everybody may enter. */
    Path place() {
        return place;
    }

    /** Makes a directory of a user and its group, as a service manager makes that of a service. */
    Path makeDirectory(String name, User owner) throws IOException, InterruptedException {
        Path made = place.resolve(name);
        run("install", "-d", "-m", "0750", "-o", owner.name(), "-g", owner.group(), made.toString());
        return made;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(List.of(command) + ": " + output);
        }
    }

    /** A command line that runs the program as a user, or as ourselves for null. */
    private List<String> command(User user, String umask, String... arguments) {
        List<String> command = new ArrayList<>();
        if (user != null) {
            command.addAll(List.of("setpriv", "--reuid=" + user.name(), "--regid=" + user.group()));
            command.add(user.groups().isEmpty() ? "--clear-groups" : "--groups=" + user.groups());
        }
        command.addAll(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        command.add(java());
        if (Files.exists(archive())) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive(), "-Xlog:disable"));
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
        command.addAll(List.of("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"));
        command.addAll(List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath, "dev.holdfast.agent.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts the program; what it prints goes to a file. */
    Process start(User user, String umask, Path log, String... arguments) throws IOException {
        return new ProcessBuilder(command(user, umask, arguments))
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs a command to its end. */
    Outcome run(User user, String umask, String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile(place, "output", ".txt");
        Process process = start(user, umask, log, arguments);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(List.of(arguments) + " does not end: " + Files.readString(log));
        }
        return new Outcome(process.exitValue(), Files.readString(log));
    }

    /** Waits until a text is in a file. */
    static void await(Process process, Path log, String text) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            if (Files.readString(log).contains(text)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no \"" + text + "\" in: " + Files.readString(log));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
