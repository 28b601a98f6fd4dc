package dev.holdfast.agent.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The native library, made once a test run by the script that makes the one in the packages. Needs a C compiler. */
public final class NotifyLibrary {
    private static @Nullable Path folder;

    private NotifyLibrary() {}

    /** The folder that holds it. */
    public static synchronized Path folder() throws IOException, InterruptedException {
        Path made = folder;
        if (made == null) {
            made = make();
            folder = made;
        }
        return made;
    }

    private static Path make() throws IOException, InterruptedException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("systemd/notify/build"))) {
            root = root.getParent();
        }
        Path target = root.resolve("agent/target/native");
        Process build = new ProcessBuilder(root.resolve("systemd/notify/build").toString(), target.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), UTF_8);
        if (build.waitFor() != 0) {
            throw new AssertionError("the library that speaks to systemd cannot be made: " + said);
        }
        try (Stream<Path> folders = Files.list(target)) {
            List<Path> all = folders.toList();
            if (all.size() != 1) {
                throw new AssertionError("one machine's library was to be made, not " + all);
            }
            return all.get(0);
        }
    }
}
