package dev.holdfast.agent.staged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notes which classes the staged program loads on its {@link Tour}, for {@code packaging/rehearse}, which runs this; no build
 * does. What it finds goes to {@code run.classes} and {@code cli.classes} in {@code agent/target/rehearsed}, sorted.
 */
@Timeout(600)
class Rehearsal {
    private static final Pattern FILE = Pattern.compile("classes-pid(\\d+)");
    private static final Pattern IDS = Pattern.compile(" id: \\d+$");

    @TempDir
    private Path dir;

    @Test
    void rehearse() throws Exception {
        Path home = StagedTree.get().home();
        // Java notes no classes that it takes from an archive of this kind.
        Command.run("rm", "-rf", home.resolve("cds").toString()).expect(0);
        Files.createDirectory(home.resolve("cds"));
        Files.createFile(home.resolve("cds/failed")); // else the first start makes them anew
        Tour tour = new Tour(home.resolve("bin/holdfast"), dir, "-XX:DumpLoadedClassList=" + dir.resolve("classes-%p"));
        tour.run();
        SortedSet<String> run = new TreeSet<>();
        SortedSet<String> cli = new TreeSet<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    long pid = Long.parseLong(name.group(1));
                    if (!tour.rare().contains(pid)) {
                        add(file, tour.agents().contains(pid) ? run : cli);
                    }
                }
            }
        }
        Path rehearsed = Files.createDirectories(Path.of("target", "rehearsed"));
        Files.write(rehearsed.resolve("run.classes"), run);
        Files.write(rehearsed.resolve("cli.classes"), cli);
    }

    /** Lines that any Java understands, and that say the same at each rehearsal. */
    private static void add(Path file, SortedSet<String> lines) throws IOException {
        List<String> all = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (String line : all) {
            String plain = IDS.matcher(line).replaceFirst("");
            // Comments; constant pools, which are Java 25's; and classes of class loaders of their own.
            if (!plain.startsWith("#") && !plain.startsWith("@cp ") && !plain.contains(" source: ")) {
                lines.add(plain);
            }
        }
    }
}
