package dev.holdfast.storage.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.testing.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file system of memory that is filled to the last byte under the log: appends end in a refusal or an ordinary
 * exception, never in the death of the process, and go on when there is room again. Needs root, to mount.
 */
class ChronicleFullDiskIT {
    @TempDir
    Path temporary;

    /** Fills the disk, appends and rolls against it, makes room, and goes on. */
    static final class Child {
        private Child() {}

        /** Arguments: the directory. */
        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[0]);
            int n = 0;
            int refused = 0;
            try (Wal wal = LogContents.open(WalEngine.CHRONICLE, path, 256 << 10)) {
                wal.roll(0);
                fill(path.resolve("filler"));
                for (int i = 0; i < 50_000; i++) {
                    try {
                        if (wal.append(LogContents.record(n))) {
                            n++;
                        } else {
                            wal.roll(0);
                        }
                    } catch (IOException e) {
                        refused++;
                    }
                }
                if (refused == 0 || n < 1_000) {
                    throw new AssertionError("refused=" + refused + " n=" + n);
                }
                Files.delete(path.resolve("filler"));
                for (int i = 0; i < 10_000; i++) {
                    while (!wal.append(LogContents.record(n))) {
                        wal.roll(0);
                    }
                    n++;
                }
                wal.sync();
            }
            System.out.println(n);
        }

        private static void fill(Path filler) throws IOException {
            try (OutputStream out = Files.newOutputStream(filler)) {
                for (int size = 64 << 10; size > 0; size /= 2) {
                    try {
                        while (true) {
                            out.write(new byte[size]);
                        }
                    } catch (IOException e) {
                        // No room for so much: less may fit.
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
    void aFullDiskIsRefusedWithoutAFault(String flag) throws Exception {
        Path mount = Files.createDirectory(temporary.resolve("mount"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", mount.toString()) == 0,
                "needs root, to mount a file system");
        try {
            Path log = Files.createFile(temporary.resolve("child.log"));
            Process child = ChildJvm.of(
                            Child.class, List.of(flag, "-Dslf4j.internal.verbosity=ERROR"), mount.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int status = child.waitFor();
            String said = Files.readString(log, StandardCharsets.UTF_8);
            assertEquals(0, status, said);
            LogContents contents = LogContents.read(mount);
            assertTrue(contents.damages.isEmpty(), contents.damages.toString());
            assertEquals(
                    IntStream.range(0, Integer.parseInt(said.strip())).boxed().toList(), contents.records);
        } finally {
            run("umount", mount.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
