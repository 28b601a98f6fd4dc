package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Manual pages, completions and the configuration, as they lie in the package. */
class DocumentsIT {
    private static final int TIMEOUT_SECONDS = 60;

    @Test
    void manualPagesRender() throws IOException {
        BuiltPackages.require(BuiltPackages.hasProgram("mandoc"), "no mandoc on this host");
        Path folder = BuiltPackages.unpacked(BuiltPackages.DEB).resolve("usr/share/man");
        List<Path> pages;
        try (Stream<Path> files = Files.walk(folder)) {
            pages = files.filter(Files::isRegularFile).sorted().toList();
        }
        assertTrue(pages.size() > 15, pages.toString());
        for (Path page : pages) {
            Outcome outcome = Command.run(
                    TIMEOUT_SECONDS, List.of("sh", "-c", "gzip -dc '" + page + "' | mandoc -T lint -W warning"));
            assertEquals("", outcome.output(), page.toString());
        }
    }

    @Test
    void completionsLoad() throws IOException {
        Path share = BuiltPackages.unpacked(BuiltPackages.DEB).resolve("usr/share");
        loads(
                "bash",
                "bash",
                "--norc",
                "-c",
                "source $0 && complete -p holdfast",
                share.resolve("bash-completion/completions/holdfast"));
        loads(
                "zsh",
                "zsh",
                "-fc",
                "fpath=(${0:h} $fpath); autoload -Uz compinit && compinit -u -D && print $_comps[holdfast]",
                share.resolve("zsh/vendor-completions/_holdfast"));
        loads(
                "fish",
                "fish",
                "--no-config",
                "-c",
                "source " + share.resolve("fish/vendor_completions.d/holdfast.fish") + "; complete -c holdfast",
                Path.of(""));
    }

    private static void loads(String shell, Object... words) {
        if (!BuiltPackages.hasProgram(shell)) {
            System.out.println("SKIPPED: no " + shell + " on this host");
            return;
        }
        List<String> line = new ArrayList<>();
        for (Object word : words) {
            if (!word.toString().isEmpty()) {
                line.add(word.toString());
            }
        }
        Outcome outcome = Command.run(TIMEOUT_SECONDS, line);
        assertTrue(outcome.isOk() && outcome.output().contains("holdfast"), shell + ": " + outcome.output());
    }

    /** Every option is named, since it is what the program itself writes; but for the place of the data, which is said. */
    @Test
    void theConfigurationIsWhatTheProgramWritesAndNamesThePlaceOfTheData() throws IOException {
        Path tree = BuiltPackages.unpacked(BuiltPackages.DEB);
        Path packaged = tree.resolve("etc/holdfast/holdfast.yaml");
        Path program = tree.resolve("usr/lib/holdfast/bin/holdfast");
        Path written = BuiltPackages.fresh("configuration").resolve("holdfast.yaml");
        Command.must(TIMEOUT_SECONDS, List.of(program.toString(), "config", "init", written.toString()));
        List<String> expected = Files.readAllLines(written).stream()
                .map(line -> line.equals("  #path: /var/lib/holdfast") ? "  path: /var/lib/holdfast" : line)
                .toList();
        assertEquals(expected, Files.readAllLines(packaged));
        assertTrue(expected.contains("  path: /var/lib/holdfast"), "the line that is changed");
        String said =
                Command.must(TIMEOUT_SECONDS, List.of(program.toString(), "config", "check", packaged.toString()));
        assertTrue(said.contains("no mistakes; 0 upstreams, data in /var/lib/holdfast"), said);
    }
}
