package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print and how they end, over a small store of known samples. */
class CommandTest {
    private static final String SAMPLES = """
            # TYPE load gauge
            load{host="a"} 1.5 1795348200
            load{host="a"} 2.25 1795348260.5
            load{host="b"} NaN 1795348200
            load{host="b"} +Inf 1795348260.5
            # TYPE reads counter
            reads_total{host="a"} 10 1795348200
            reads_total{host="a"} 70 1795348260
            # EOF
            """;

    @TempDir
    private Path dir;

    private TestConsole console = new TestConsole(Path.of("/nowhere"));

    @BeforeEach
    void importSamples() {
        console = TestConsole.storing(dir.resolve("data"), SAMPLES);
    }

    @Test
    void aNewDirectoryIsForOwnerAndGroupOnly() throws IOException {
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("data"))));
    }

    @Test
    void importSaysWhatItTookIn() {
        assertEquals(
                "imported 6 samples of 3 series, from 2026-11-22 11:50:00 to 2026-11-22 11:51:00.500 UTC, in 0ms, into "
                        + dir.resolve("data") + "\n",
                console.out());
        assertEquals("", console.err());
    }

    @Test
    void importOfACompressedFileAddsLabels() throws IOException {
        Path file = dir.resolve("samples.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("up 1\n# EOF\n".getBytes(StandardCharsets.UTF_8));
        }
        int status = console.run(
                "import", file.toString(), "--label", "host=c", "--label", "site=x", "--default-timestamp", "11:00");
        assertEquals(0, status, console.err());
        assertEquals(0, console.run("query", "--at", "11:01", "-o", "csv", "up"));
        assertEquals("__name__,host,site,time,value\nup,c,x,2026-11-22T11:01:00Z,1\n", console.out());
    }

    @Test
    void aDryRunStoresNothing() {
        console.input("other 1 1795348200\n# EOF\n");
        assertEquals(0, console.run("import", "-", "--dry-run"), console.err());
        assertTrue(console.out().startsWith("would import 1 samples of 1 series"), console.out());
        assertEquals(0, console.run("series", "other"));
        assertEquals("", console.out());
    }

    @Test
    void importNamesTheLineOfAMistakeAndStoresNothing() {
        console.input("good 1 1795348200\nbad{ 1 2\n# EOF\n");
        assertEquals(ExitStatus.DATA, console.run("import", "-"));
        assertTrue(console.err().startsWith("holdfast: not imported, standard input: line 2: "), console.err());
        assertEquals(1, console.err().lines().count());
        assertEquals(0, console.run("series", "good"));
        assertEquals("", console.out());
    }

    @Test
    void exportGivesBackWhatWasImported() {
        assertEquals(0, console.run("export"), console.err());
        String exported = console.out();
        Path again = dir.resolve("again");
        TestConsole second = TestConsole.storing(again, exported);
        assertEquals(0, second.run("export"));
        assertEquals(exported, second.out());
        assertEquals(6, exported.lines().filter(line -> !line.startsWith("#")).count());
    }

    @Test
    void exportTakesASelectorAndASpan() {
        assertEquals(0, console.run("export", "{host=\"a\",__name__=\"load\"}", "--start", "11:51"));
        assertTrue(console.out().contains("load{host=\"a\"} 2.25 1795348260.5"), console.out());
        assertEquals(
                1, console.out().lines().filter(line -> !line.startsWith("#")).count());
        assertTrue(console.out().endsWith("# EOF\n"));
    }

    @Test
    void anInstantQueryIsATableInTheReadersZone() {
        console.zone("Europe/Berlin");
        assertEquals(0, console.run("query", "--at", "12:52", "load"), console.err());
        assertEquals("""
                load  2026-11-22 12:52:00 CET
                host  VALUE
                a      2.25
                b      +Inf
                """, console.out());
        assertEquals("", console.err());
    }

    @Test
    void aSpanIsATableInAPipe() {
        assertEquals(0, console.run("query", "--start", "11:50", "--end", "11:52", "--step", "1m", "load{host=\"a\"}"));
        assertEquals("""
                load{host="a"}  times in UTC
                TIME                 VALUE
                2026-11-22 11:50:00    1.5
                2026-11-22 11:51:00    1.5
                2026-11-22 11:52:00   2.25
                """, console.out());
    }

    @Test
    void jsonIsTheAnswerOfTheHttpApi() {
        assertEquals(0, console.run("query", "-o", "json", "--at", "1795348260.5", "load"));
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + "{\"metric\":{\"__name__\":\"load\",\"host\":\"a\"},\"value\":[1795348260.500,\"2.25\"]},"
                        + "{\"metric\":{\"__name__\":\"load\",\"host\":\"b\"},\"value\":[1795348260.500,\"+Inf\"]}]}}\n",
                console.out());
        console.run(
                "query",
                "-o",
                "json",
                "--start",
                "11:50",
                "--end",
                "11:51",
                "--step",
                "30s",
                "load{host=\"a\"}*0+1e21");
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"host\":\"a\"},"
                        + "\"values\":[[1795348200,\"1e+21\"],[1795348230,\"1e+21\"],[1795348260,\"1e+21\"]]}]}}\n",
                console.out());
        console.run("query", "-o", "json", "--at", "0", "1");
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[0,\"1\"]}}\n", console.out());
        console.run("query", "-o", "json", "nothing");
        assertEquals("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}\n", console.out());
    }

    @Test
    void anExpressionMayBeginWithAMinus() {
        String at = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[-60,\"-2\"]}}\n";
        for (List<String> line : List.of(
                List.of("query", "-o", "json", "--at=-60", "-(1+1)"),
                List.of("query", "-(1+1)", "-o", "json", "--at", "-60"),
                List.of("query", "-o=json", "--at", "-60", "--", "-(1+1)"))) {
            assertEquals(0, console.run(line.toArray(String[]::new)), console.err());
            assertEquals(at, console.out());
        }
        assertEquals(0, console.run("query", "-o", "json", "--at", "1795348260", "-load{host=\"a\"}"), console.err());
        assertTrue(console.out().contains("{\"host\":\"a\"},\"value\":[1795348260,\"-1.5\"]"), console.out());
        // Positions are those of what was written.
        console.run("query", "-o", "json", "-sum(");
        assertTrue(console.out().contains(" 1:6: parse error"), console.out());
    }

    @Test
    void aStepMayBeSecondsAsInTheHttpApi() {
        for (String step : List.of("30", "30.0", "30s")) {
            console.run("query", "-o", "json", "--start=-30", "--end", "30", "--step", step, "time()");
            assertTrue(console.out().contains("\"values\":[[-30,\"-30\"],[0,\"0\"],[30,\"30\"]]"), console.out());
        }
        assertEquals(ExitStatus.USAGE, console.run("query", "--start", "-30", "--step", "0", "1"));
    }

    @Test
    void anErrorInJsonIsAnObjectToo() {
        assertEquals(ExitStatus.DATA, console.run("query", "-o", "json", "sum("));
        assertEquals(
                "{\"status\":\"error\",\"errorType\":\"bad_data\","
                        + "\"error\":\"invalid parameter \\\"query\\\": 1:5: parse error: unclosed left parenthesis\"}\n",
                console.out());
        assertEquals("holdfast: not PromQL, 1:5: parse error: unclosed left parenthesis\n", console.err());
        assertEquals(ExitStatus.USAGE, console.run("query", "-o", "json", "--at", "soon", "load"));
        assertTrue(console.out().startsWith("{\"status\":\"error\",\"errorType\":\"bad_data\""), console.out());
    }

    @Test
    void anEmptyAnswerSaysWhereTheSamplesAre() {
        assertEquals(0, console.run("query", "nothing"));
        assertEquals("", console.out());
        assertEquals("holdfast: no metric \"nothing\"; \"holdfast labels __name__\" lists all\n", console.err());
        assertEquals(0, console.run("query", "--at", "10:00", "load"));
        assertEquals(
                "holdfast: no samples of load from 2026-11-22 09:55:00.001 to 10:00:00 UTC; the first after of"
                        + " 2026-11-22 11:50:00 UTC; samples here are from 2026-11-22 11:50:00 to 11:51:00.500 UTC\n",
                console.err());
    }

    @Test
    void aSpanIsAChartOnATerminal() {
        console.terminal(new Terminal(true, true, 60, 24, true));
        assertEquals(0, console.run("query", "--start", "11:50", "--end", "11:52", "load"));
        assertTrue(console.out().contains("\u001b[38;5;32m"), console.out());
        assertTrue(console.out().contains("┤"), console.out());
        assertEquals(0, console.run("query", "--start", "11:50", "--end", "11:52", "-o", "csv", "load"));
        assertFalse(console.out().contains("\u001b"));
    }

    @Test
    void listsSeriesAndLabels() {
        assertEquals(0, console.run("series"));
        assertEquals("load{host=\"a\"}\nload{host=\"b\"}\nreads_total{host=\"a\"}\n", console.out());
        assertEquals(0, console.run("series", "load", "{host=\"a\"}", "-o", "json"));
        assertEquals(
                "{\"status\":\"success\",\"data\":[{\"__name__\":\"load\",\"host\":\"a\"},"
                        + "{\"__name__\":\"load\",\"host\":\"b\"},{\"__name__\":\"reads_total\",\"host\":\"a\"}]}\n",
                console.out());
        assertEquals(0, console.run("labels"));
        assertEquals("__name__\nhost\n", console.out());
        assertEquals(0, console.run("labels", "host", "--match", "reads_total"));
        assertEquals("a\n", console.out());
        assertEquals(ExitStatus.DATA, console.run("series", "{"));
    }

    @Test
    void statusCountsWhatIsThere() {
        assertEquals(0, console.run("status"), console.err());
        assertTrue(console.out().startsWith("agent      not running\n"), console.out());
        assertTrue(console.out().contains("samples    6 of 3 series"), console.out());
        assertTrue(console.out().contains("to         2026-11-22 11:51:00.500 UTC, 8m 59s ago"), console.out());
        assertEquals(0, console.run("status", "-o", "json"));
        assertTrue(console.out().contains("\"samples\":6,"), console.out());
    }

    @Test
    void verifyNamesDamageByFileAndEndsWithItsStatus() throws IOException {
        assertEquals(0, console.run("verify"), console.out());
        assertTrue(console.out().endsWith(": all well\n"), console.out());
        Path sstable;
        try (var files = Files.list(dir.resolve("data"))) {
            sstable = files.filter(file -> file.getFileName().toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(sstable);
        bytes[bytes.length / 2] ^= 1;
        Files.write(sstable, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(ExitStatus.DATA, console.run("verify"));
        assertTrue(console.out().startsWith(sstable.getFileName() + " at byte "), console.out());
        assertEquals(ExitStatus.DATA, console.run("verify", "-o", "json"));
        assertTrue(console.out().contains("\"findings\":[{\"file\":\""), console.out());
    }

    @Test
    void compactSaysWhatItGained() {
        assertEquals(0, console.run("compact"), console.err());
        assertTrue(console.out().startsWith("before "), console.out());
        assertTrue(console.out().contains("\nafter "), console.out());
        assertEquals(0, console.run("verify"));
    }

    @Test
    void readinessIsAnswerOfOneLineAndAStatus() {
        assertEquals(ExitStatus.NO, console.run("status", "--check"));
        assertEquals("not ready: the agent is not running\n", console.out());
        assertEquals("", console.err());
        assertEquals(ExitStatus.NO, console.run("status", "--check", "-o", "json"));
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"ready\":false,\"notReady\":[\"the agent is not running\"]}}\n",
                console.out());
        assertEquals(ExitStatus.USAGE, console.run("status", "--check", "--storage"));
        assertEquals(
                ExitStatus.NO_INPUT,
                console.run("status", "--check", "--data", dir.resolve("none").toString()));
    }

    /** The agent is another user's, say, and cannot be asked. */
    @Test
    void readinessIsSeenFromTheDirectoryWhereTheAgentCannotBeAsked() throws IOException {
        long lastMs = 1_795_348_260_500L;
        LockHolder agent = new LockHolder(1, true);
        Path data = dir.resolve("data");
        try (StoreReader store = StoreReader.open(data)) {
            assertEquals(
                    "yes", DirectoryReadiness.of(store, agent, lastMs + 60_000).line());
            assertEquals(
                    "no: sampler: no tick for 11m",
                    DirectoryReadiness.of(store, agent, lastMs + 660_000).line());
        }
        try (Store store =
                Store.open(data, StoreOptions.defaults().withRetentionMs(0).withClock(() -> lastMs))) {
            store.ledger("central");
        }
        try (StoreReader store = StoreReader.open(data)) {
            assertEquals(
                    "yes", DirectoryReadiness.of(store, agent, lastMs + 60_000).line());
            assertEquals(
                    "no: the agent is not running; upstream central: oldest undelivered sample 1h1m old, more than 15m",
                    DirectoryReadiness.of(store, null, lastMs + 3_600_000).line());
        }
    }
}
