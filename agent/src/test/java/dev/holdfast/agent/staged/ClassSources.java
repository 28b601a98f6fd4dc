package dev.holdfast.agent.staged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where processes took their classes from, by what Java logs of it: out of a class archive, or from elsewhere. */
final class ClassSources {
    /** The option for Java; {@code %p} is the process. */
    static String option(Path dir) {
        return "-Xlog:class+load=info:file=" + dir.resolve("classes-%p.log") + ":none";
    }

    private static final Pattern FILE = Pattern.compile("classes-(\\d+)\\.log");
    private static final Pattern LINE = Pattern.compile("(\\S+) source: (.*)");

    private int fromArchive;
    private int all;
    private final Set<String> missing = new TreeSet<>();

    /** Reads the logs of the processes that are asked for. */
    static ClassSources read(Path dir, Predicate<Long> wanted) throws IOException {
        ClassSources sources = new ClassSources();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches() && wanted.test(Long.parseLong(name.group(1)))) {
                    sources.add(Files.readAllLines(file, StandardCharsets.UTF_8));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sources;
    }

    private void add(List<String> lines) {
        for (String line : lines) {
            Matcher loaded = LINE.matcher(line);
            // Code that is made while a program runs has no file, and no archive could hold all of it.
            if (!loaded.matches() || isGenerated(loaded.group(1), loaded.group(2))) {
                continue;
            }
            all++;
            if (loaded.group(2).startsWith("shared objects file")) {
                fromArchive++;
            } else {
                missing.add(loaded.group(1));
            }
        }
    }

    private static boolean isGenerated(String name, String source) {
        return name.contains("/0x") || name.contains("$$Lambda") || name.contains("$Proxy") || source.startsWith("__");
    }

    /** Loaded classes, each as often as a process loaded it. */
    int all() {
        return all;
    }

    double share() {
        return all == 0 ? 0 : (double) fromArchive / all;
    }

    /** Those that no archive had. */
    Set<String> missing() {
        return missing;
    }
}
