package dev.holdfast.agent.staged;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tree made by {@code packaging/stage}, once for all tests of one run of Maven, in {@code agent/target/staged}; by the JDK
 * that runs the tests, or the one of {@code -Dholdfast.jdk}.
 */
final class StagedTree {
    private static final int NOT_POSSIBLE = 69; // EX_UNAVAILABLE: what is needed is missing

    private static @Nullable StagedTree tree;

    private final Path home;
    private final @Nullable Path packaged;
    private final String whyNotPackaged;

    private StagedTree(Path home, @Nullable Path packaged, String whyNotPackaged) {
        this.home = home;
        this.packaged = packaged;
        this.whyNotPackaged = whyNotPackaged;
    }

    static synchronized StagedTree get() throws IOException, InterruptedException {
        StagedTree made = tree;
        if (made == null) {
            Path work = Files.createDirectories(Path.of("target", "staged").toAbsolutePath());
            // Another process may run tests of the same run: the second waits, and takes what the first has made.
            try (FileChannel channel = FileChannel.open(work.resolve("lock"), CREATE, WRITE);
                    FileLock lock = channel.lock()) {
                made = make(work);
            }
            tree = made;
        }
        return made;
    }

    /** Its usr/lib/holdfast, with class archives that were made where it is. */
    Path home() {
        return home;
    }

    /** The same as a package has it, with class archives for /usr/lib/holdfast; null where {@link #whyNotPackaged} says so. */
    @Nullable
    Path packaged() {
        return packaged;
    }

    String whyNotPackaged() {
        return whyNotPackaged;
    }

    /** The checkout. */
    static Path checkout() {
        return Path.of("").toAbsolutePath().resolveSibling("packaging").getParent();
    }

    /** The JDK that trees are made with. */
    static Path jdk() {
        return Path.of(System.getProperty("holdfast.jdk", System.getProperty("java.home")));
    }

    private static StagedTree make(Path work) throws IOException, InterruptedException {
        Path whole = work.resolve("packaged");
        Path here = work.resolve("here");
        Path home = here.resolve("usr/lib/holdfast");
        String run = System.getProperty("holdfast.run", "");
        Path madeFor = work.resolve("made-for");
        if (!run.isEmpty() && Files.exists(madeFor) && Files.readString(madeFor).startsWith(run + "\n")) {
            return found(home, whole, Files.readString(madeFor).substring(run.length() + 1));
        }
        Files.deleteIfExists(madeFor);
        Map<String, String> environment = Map.of("JAVA_HOME", jdk().toString());
        String stage = checkout().resolve("packaging/stage").toString();
        Command.Result staged = Command.run(environment, List.of(stage, whole.toString()));
        String why = "";
        if (staged.status() == NOT_POSSIBLE) {
            why = staged.err();
            staged = Command.run(environment, List.of(stage, "--nocds", whole.toString()));
        }
        staged.expect(0);
        // Hard links: the class archives are made anew, and nothing else is written.
        Files.createDirectories(work);
        Command.run("rm", "-rf", here.toString()).expect(0);
        Command.run("cp", "-al", whole.toString(), here.toString()).expect(0);
        Command.run("rm", "-rf", home.resolve("cds").toString()).expect(0);
        Command.run(home.resolve("bin/make-archives").toString()).expect(0);
        Files.writeString(madeFor, run + "\n" + why);
        return found(home, whole, why);
    }

    private static StagedTree found(Path home, Path whole, String why) {
        return new StagedTree(home, why.isEmpty() ? whole.resolve("usr/lib/holdfast") : null, why);
    }

    /** A line of a file of the tree. */
    String read(String name) throws IOException {
        return Files.readString(home.resolve(name), StandardCharsets.UTF_8).strip();
    }
}
