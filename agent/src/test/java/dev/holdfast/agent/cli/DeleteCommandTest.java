package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteCommandTest {
    private static final String SAMPLES = """
            load{host="a"} 1 1795348200
            load{host="a"} 2 1795348260
            load{host="b"} 3 1795348200
            reads{host="a"} 4 1795348260
            # EOF
            """;

    private static final Terminal PERSON = new Terminal(true, true, 100, 24, false);

    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    @BeforeEach
    void importSamples() {
        console = TestConsole.storing(dir.resolve("data"), SAMPLES);
    }

    private long samplesLeft() {
        assertEquals(0, console.run("export"), console.err());
        return console.out().lines().filter(line -> !line.startsWith("#")).count();
    }

    @Test
    void deletesASpanOfASeriesWithBothEndsIncluded() {
        assertEquals(0, console.run("delete", "load", "--start", "11:50", "--end", "11:50", "--yes"), console.err());
        assertEquals(
                "deleted 2 samples of 2 series, from 2026-11-22 11:50:00 to 2026-11-22 11:50:00 UTC\n", console.out());
        assertEquals(2, samplesLeft());
        assertEquals(0, console.run("series"));
        assertEquals("load{host=\"a\"}\nreads{host=\"a\"}\n", console.out());
        assertEquals(0, console.run("verify"), console.out());
    }

    @Test
    void severalSelectorsAreOneDelete() {
        assertEquals(0, console.run("delete", "load{host=\"b\"}", "reads", "--all-time", "-y"), console.err());
        assertTrue(console.out().startsWith("deleted 2 samples of 2 series, "), console.out());
        assertEquals(2, samplesLeft());
        assertEquals(0, console.run("compact"));
        assertEquals(2, samplesLeft());
    }

    @Test
    void aDryRunDeletesNothing() {
        assertEquals(0, console.run("delete", "load", "--all-time", "--dry-run"), console.err());
        assertEquals("""
                would delete 3 samples of 2 series, from 2026-11-22 11:50:00 to 2026-11-22 11:51:00 UTC
                  load{host="a"}
                  load{host="b"}
                """, console.out());
        assertEquals(4, samplesLeft());
    }

    @Test
    void asksAtATerminal() {
        console.terminal(PERSON).input("n\n");
        assertEquals(ExitStatus.NO_PERMISSION, console.run("delete", "load", "--all-time"));
        assertTrue(console.err().contains("delete them for good? [y/N] "), console.err());
        assertTrue(console.err().contains("  load{host=\"a\"}\n"), console.err());
        console.input("");
        assertEquals(ExitStatus.NO_PERMISSION, console.run("delete", "load", "--all-time"));
        assertEquals(4, samplesLeft());
        console.input("y\n");
        assertEquals(0, console.run("delete", "load", "--all-time"));
        assertEquals(1, samplesLeft());
    }

    @Test
    void refusesWithoutATerminalAndWithoutYes() {
        assertEquals(ExitStatus.USAGE, console.run("delete", "load", "--all-time"));
        assertEquals(
                "holdfast: not deleted: there is no terminal to ask at; look with --dry-run, then say --yes\n",
                console.err());
        assertEquals(4, samplesLeft());
    }

    @Test
    void wantsSeriesAndASpanToBeNamed() {
        assertEquals(ExitStatus.USAGE, console.run("delete", "--all-time", "--yes"));
        assertTrue(console.err().startsWith("holdfast: no series named, MATCHER: "), console.err());
        assertEquals(ExitStatus.USAGE, console.run("delete", "load", "--yes"));
        assertTrue(console.err().startsWith("holdfast: no span named: "), console.err());
        assertEquals(ExitStatus.USAGE, console.run("delete", "load", "--end", "now", "--yes"));
        assertTrue(console.err().startsWith("holdfast: half a span named: "), console.err());
        assertEquals(ExitStatus.USAGE, console.run("delete", "load", "--start", "11:00", "--yes"));
        assertEquals(ExitStatus.USAGE, console.run("delete", "load", "--since", "1h", "--all-time", "--yes"));
        for (String vague : new String[] {"{}", "{host=~\".*\"}", "{host!=\"a\"}", "{host=\"\"}"}) {
            assertEquals(ExitStatus.DATA, console.run("delete", "load", vague, "--all-time", "--yes"));
            assertTrue(console.err().startsWith("holdfast: names no series in particular, " + vague), console.err());
        }
        assertEquals(4, samplesLeft());
    }

    @Test
    void saysWhenItIsEverything() {
        assertEquals(0, console.run("delete", "{__name__=~\".+\"}", "--all-time", "--yes"), console.err());
        assertTrue(console.out().endsWith(" UTC: all that is stored here\n"), console.out());
        assertEquals(0, samplesLeft());
    }

    @Test
    void whatMatchesNothingIsNoMistake() {
        assertEquals(0, console.run("delete", "nothing", "--since", "1h", "--yes"), console.err());
        assertEquals("nothing matches there, nothing to delete\n", console.out());
    }

    @Test
    void jsonSaysWhatWasDone() {
        assertEquals(0, console.run("delete", "reads", "--all-time", "--yes", "-o", "json"), console.err());
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"deleted\":true,\"samples\":1,\"series\":1,"
                        + "\"firstMs\":1795348260000,\"lastMs\":1795348260000}}\n",
                console.out());
        assertEquals(0, console.run("delete", "reads", "--all-time", "--dry-run", "-o", "json"), console.err());
        assertTrue(console.out().contains("\"deleted\":false,\"samples\":0"), console.out());
    }

    @Test
    void aDirectoryInUseIsOneLine() throws IOException {
        try (Store inUse =
                Store.open(dir.resolve("data"), StoreOptions.defaults().withRetentionMs(0))) {
            assertEquals(ExitStatus.TEMPORARY, console.run("delete", "load", "--all-time", "--yes"));
            assertTrue(console.err().contains("in use by another holdfast"), console.err());
            assertTrue(console.err().endsWith("; stop it first\n"), console.err());
            assertEquals(0, console.run("delete", "load", "--all-time", "--dry-run"), console.err());
            assertTrue(inUse.stats().sampleCount() > 0);
        }
    }

    @Test
    void nothingIsMadeWhereNothingWas() {
        Path absent = dir.resolve("absent");
        assertEquals(
                ExitStatus.NO_INPUT, console.run("delete", "load", "--all-time", "--yes", "--data", absent.toString()));
        assertFalse(Files.exists(absent));
    }

    @Test
    void anImportOfTooManySeriesIsOneLineAndLeavesNothing() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append("many{id=\"").append(i).append("\"} 1 1795348200\n");
        }
        console.input(text + "# EOF\n");
        assertEquals(ExitStatus.DATA, console.run("import", "-", "--max-series", "10"));
        assertEquals(
                "holdfast: not imported, standard input: too many series, the limit is 10: refused many{id=\"10\"};"
                        + " drop the label that makes them many, or raise storage.max_series, here with --max-series\n",
                console.err());
        assertEquals(4, samplesLeft());
        assertEquals(0, console.run("import", "-", "--max-series", "20"), console.err());
        assertEquals(24, samplesLeft());
        console.input("long{id=\"" + "x".repeat(20_000) + "\"} 1 1795348200\n# EOF\n");
        assertEquals(ExitStatus.DATA, console.run("import", "-"));
        assertTrue(
                console.err().startsWith("holdfast: not imported, standard input: labels too large, "), console.err());
        assertEquals(24, samplesLeft());
    }
}
