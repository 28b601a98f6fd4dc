package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Manual pages say all that the help says, and the tools of the trade have nothing to say about them. */
class ManualPagesTest {
    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    @BeforeEach
    void write() {
        console = new TestConsole(dir.resolve("data"));
        assertEquals(0, console.run("docs", dir.resolve("docs").toString()), console.err());
    }

    @Test
    void everyCommandHasAPageWithEachOfItsOptions() throws Exception {
        for (String name : CommandLines.names()) {
            String page = Files.readString(dir.resolve("docs/man/man1/holdfast-" + name + ".1"));
            CommandSpec spec = CommandLines.spec(name, TestConsole.none());
            assertTrue(page.contains(".SH \"EXAMPLES\"") || name.equals("version"), name);
            for (OptionSpec option : spec.options()) {
                for (String each : option.names()) {
                    assertTrue(page.contains("\\fB" + each.replace("-", "\\-") + "\\fR"), name + " " + each);
                }
            }
        }
        String all = Files.readString(dir.resolve("docs/man/man1/holdfast.1"));
        CommandLines.names().forEach(name -> assertTrue(all.contains("holdfast\\-" + name + "\\fR(1)"), name));
        assertTrue(
                Files.readString(dir.resolve("docs/man/man5/holdfast.yaml.5")).contains("remote_write"));
        assertEquals(CompletionScript.of("zsh"), Files.readString(dir.resolve("docs/completions/zsh/_holdfast")));
    }

    @Test
    void theyAreTheSameWheneverTheyAreMade() throws Exception {
        Path again = dir.resolve("again");
        console.zone("Asia/Tokyo").terminal(new Terminal(true, true, 200, 50, true));
        assertEquals(0, console.run("docs", again.toString()));
        for (Path page : pages()) {
            Path other = again.resolve(dir.resolve("docs").relativize(page));
            assertEquals(Files.readString(page), Files.readString(other));
        }
    }

    @Test
    void manAndMandocHaveNothingToSayAboutThem() throws Exception {
        List<String> complaints = new ArrayList<>();
        for (Path page : pages()) {
            complaints.addAll(run("man", "--warnings", "-E", "ascii", "-l", page.toString()));
            // A date would make another page of the same program.
            run("mandoc", "-T", "lint", "-W", "warning", page.toString()).stream()
                    .filter(line -> !line.contains("missing date"))
                    .forEach(complaints::add);
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void theHelpIsAsWideAsTheTerminal() {
        for (int columns : new int[] {40, 60, 80, 120, 250}) {
            console.terminal(new Terminal(true, true, columns, 24, false));
            for (String name : CommandLines.names()) {
                assertEquals(0, console.run(name, "--help"));
                int widest =
                        console.out().lines().mapToInt(String::length).max().orElse(0);
                assertTrue(widest <= Math.max(60, Math.min(120, columns)), name + " " + columns + ": " + widest);
            }
        }
    }

    @Test
    void theHelpOfManyOptionsIsInGroups() {
        assertEquals(0, console.run("query", "--help"));
        List<String> headings = List.of("Time:", "Answer:", "Further options:", "Examples:");
        assertEquals(headings, console.out().lines().filter(headings::contains).toList());
        assertTrue(console.out().contains("holdfast query --since 5m --watch node_load1"));
    }

    private List<Path> pages() throws Exception {
        try (Stream<Path> files = Files.walk(dir.resolve("docs/man"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** What a program complains about; what it prints is nobody's. */
    private static List<String> run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        boolean lint = command[0].equals("mandoc");
        Process process = (lint
                        ? builder.redirectErrorStream(true)
                        : builder.redirectOutput(ProcessBuilder.Redirect.DISCARD))
                .start();
        String said = new String(
                (lint ? process.getInputStream() : process.getErrorStream()).readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines().toList();
    }
}
