package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's own judge has nothing to say, and each thing that it is told to pass over has a reason beside it. */
class LintianIT {
    private static final int TIMEOUT_SECONDS = 300;

    private static Outcome lintian(Path file) {
        BuiltPackages.require(BuiltPackages.hasProgram("lintian"), "no lintian on this host");
        List<String> words = new ArrayList<>(List.of(
                "lintian", "--display-info", "--fail-on", "error,warning", "--tag-display-limit", "0", "--allow-root"));
        words.add(file.toString());
        return Command.run(TIMEOUT_SECONDS, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {BuiltPackages.DEB, BuiltPackages.DEB_NOJRE})
    void hasNoErrorsAndNoWarningsAndEveryOverrideIsUsed(String pattern) {
        Outcome outcome = lintian(BuiltPackages.of(pattern));
        assertTrue(outcome.isOk(), outcome.output());
        assertFalse(outcome.output().contains("-override"), outcome.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {BuiltPackages.DEB, BuiltPackages.DEB_NOJRE})
    void everyOverrideIsExplained(String pattern) throws IOException {
        Path folder = BuiltPackages.unpacked(pattern).resolve("usr/share/lintian/overrides");
        String name = pattern.equals(BuiltPackages.DEB) ? "holdfast" : "holdfast-nojre";
        assertEquals(List.of(), unexplained(Files.readAllLines(folder.resolve(name))));
    }

    /** Overrides that no comment stands above; one may explain several that follow each other. */
    private static List<String> unexplained(List<String> lines) {
        List<String> found = new ArrayList<>();
        boolean explained = false;
        for (String line : lines) {
            if (line.isBlank()) {
                explained = false;
            } else if (line.startsWith("#")) {
                explained = true;
            } else if (!explained) {
                found.add(line);
            }
        }
        return found;
    }

    @Test
    void anOverrideWithoutAReasonIsFound() {
        assertEquals(List.of("b: two"), unexplained(List.of("# why", "a: one", "", "b: two")));
    }

    /** The canary: the judge itself can find something. */
    @Test
    void aPackageWithAFaultIsFound() throws IOException {
        Path file = BuiltPackages.of(BuiltPackages.DEB_NOJRE);
        Path folder = BuiltPackages.fresh("lintian");
        PackageFile faulty = new PackageFile(file)
                .repacked(folder, "0.0.1", "mkdir -p usr/local/bin; cp usr/lib/holdfast/launch.sh usr/local/bin/");
        Outcome outcome = lintian(faulty.file());
        assertFalse(outcome.isOk(), outcome.output());
        assertTrue(outcome.output().contains("dir-in-usr-local"), outcome.output());
    }
}
