package dev.holdfast.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How long the files below a directory are, by their lengths and not by the blocks of the file system. */
final class DirectorySize {
    private DirectorySize() {}

    static long sizeBytes(Path directory, Predicate<Path> counts) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).filter(counts).toList();
        }
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (NoSuchFileException e) {
                // a server that is running tidied it up meanwhile
            }
        }
        return bytes;
    }
}
