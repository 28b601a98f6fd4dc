package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The cheap part of {@code packaging/prove-reproducible}: the archive is made again of the same jars, elsewhere, with another
 * umask, time zone, language and host name. It covers the Java runtime, the jars as they are packed, native libraries, and
 * everything that the program writes; not the compiler, class archives, and what only the .deb and .rpm have, which the whole
 * proof does.
 */
class ReproducibleIT {
    private static final String SCRIPT = "../prove-reproducible";

    @Test
    void theArchiveIsTheSameWhenItIsMadeElsewhere() {
        BuiltPackages.of(BuiltPackages.TAR);
        BuiltPackages.of(BuiltPackages.BILL);
        Outcome outcome = Command.run(
                600, List.of(SCRIPT, "--against", BuiltPackages.folder().toString()));
        assertTrue(outcome.isOk(), outcome.output());
        assertTrue(outcome.output().contains("2 files, the same to the byte"), outcome.output());
    }

    /** The canary: a byte in a file of an archive, and a mode, are seen and named. */
    @Test
    void aDifferenceIsNamed() throws IOException {
        Path folder = BuiltPackages.fresh("differences");
        Command.must(
                60,
                List.of(
                        "sh",
                        "-euc",
                        "cd '" + folder + "'; mkdir a b c tree; echo one >tree/file; chmod 644 tree/file;"
                                + " tar --mtime=@0 -czf a/x.tar.gz tree; echo two >tree/file; tar --mtime=@0 -czf b/x.tar.gz tree;"
                                + " echo one >tree/file; chmod 600 tree/file; tar --mtime=@0 -czf c/x.tar.gz tree"));
        Outcome bytes = compare(folder, "b");
        assertFalse(bytes.isOk());
        assertTrue(bytes.output().contains("tree/file"), bytes.output());
        Outcome mode = compare(folder, "c");
        assertFalse(mode.isOk());
        assertTrue(mode.output().contains("-rw-r--r--"), mode.output());
        assertTrue(compare(folder, "a").isOk());
        Files.delete(folder.resolve("b/x.tar.gz"));
        assertFalse(compare(folder, "b").isOk());
    }

    private static Outcome compare(Path folder, String with) {
        return Command.run(
                60,
                List.of(
                        SCRIPT,
                        "--compare",
                        folder.resolve("a").toString(),
                        folder.resolve(with).toString()));
    }
}
