package dev.holdfast.storage.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.Directory;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.io.WritableFile;
import dev.holdfast.storage.testing.ChildJvm;
import dev.holdfast.storage.testing.Proxies;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

        /** Arguments: the directory, and whether files are really filled with zeros. */
        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[0]);
            Directory directory = new DiskDirectory(path);
            if (!Boolean.parseBoolean(arguments[1])) {
                directory = sparse(directory);
            }
            int n = 0;
            int refused = 0;
            try (Wal wal = Wal.open(WalEngine.CHRONICLE, directory, 256 << 10, List.of(), 1, false)) {
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

    /** The directory, with pages of zeros that are never written: only the length of the file says that they are there. */
    private static Directory sparse(Directory directory) {
        return Proxies.watching(Directory.class, directory, (method, arguments, call) -> {
            Object result = call.run();
            return !(result instanceof WritableFile file)
                    ? result
                    : Proxies.watching(WritableFile.class, file, (called, given, write) -> {
                        if (called.equals("write") && given[0] instanceof ByteBuffer page && page.remaining() == 4096) {
                            page.position(4095);
                            given[1] = (long) given[1] + 4095;
                            if ((long) given[1] % (64 << 10) != (64 << 10) - 1) {
                                return null;
                            }
                        }
                        return write.run();
                    });
        });
    }

    /**
     * Canary: with holes in the place of zeros a full disk does what the zeros are there to keep it from. On newer
     * machines than 17 that is an error which the log turns into an exception, and nothing to find here.
     */
    @Test
    void holesInThePlaceOfZerosAreFound() throws Exception {
        assumeTrue(Runtime.version().feature() < 21, "newer Java throws an error where 17 may die");
        try (Mount mount = new Mount(temporary)) {
            Process child = start(mount, "-Xint", false);
            assertNotEquals(0, child.waitFor(), "a store into a hole of a full disk did nothing");
        }
    }

    private Process start(Mount mount, String flag, boolean zeros) throws IOException {
        return ChildJvm.of(
                        Child.class,
                        List.of(
                                flag,
                                "-Dslf4j.internal.verbosity=ERROR",
                                "-XX:-CreateCoredumpOnCrash",
                                "-XX:ErrorFile=" + temporary.resolve("hs_err")),
                        mount.path.toString(),
                        Boolean.toString(zeros))
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("child.log").toFile())
                .start();
    }

    /** A small file system of memory. */
    private static final class Mount implements AutoCloseable {
        final Path path;

        Mount(Path parent) throws IOException, InterruptedException {
            path = Files.createDirectory(parent.resolve("mount"));
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", path.toString()) == 0,
                    "needs root, to mount a file system");
        }

        @Override
        public void close() throws IOException, InterruptedException {
            run("umount", path.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
    void aFullDiskIsRefusedWithoutAFault(String flag) throws Exception {
        try (Mount mount = new Mount(temporary)) {
            int status = start(mount, flag, true).waitFor();
            String said = Files.readString(temporary.resolve("child.log"), StandardCharsets.UTF_8);
            assertEquals(0, status, said);
            LogContents contents = LogContents.read(mount.path);
            assertTrue(contents.damages.isEmpty(), contents.damages.toString());
            assertEquals(
                    IntStream.range(0, Integer.parseInt(said.strip())).boxed().toList(), contents.records);
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
