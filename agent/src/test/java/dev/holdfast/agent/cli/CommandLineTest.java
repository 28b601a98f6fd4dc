package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Help, mistakes on the command line, and the statuses that go with them. */
class CommandLineTest {
    @TempDir
    private Path dir;

    @Test
    void helpListsEveryCommandAndEachHasExamples() {
        TestConsole console = new TestConsole(dir);
        assertEquals(0, console.run("--help"));
        String help = console.out();
        for (String name : CommandLines.names()) {
            assertTrue(help.contains("\n  " + name + " "), name);
            assertEquals(0, console.run(name, "--help"), console.err());
            assertTrue(console.out().contains("Usage: holdfast " + name), console.out());
            assertTrue(name.equals("version") || console.out().contains("Examples:"), name);
        }
        assertEquals(
                List.of(
                        "run",
                        "query",
                        "top",
                        "explain",
                        "series",
                        "labels",
                        "status",
                        "gaps",
                        "resend",
                        "verify",
                        "compact",
                        "import",
                        "export",
                        "delete",
                        "reload",
                        "config",
                        "serve",
                        "completion",
                        "version"),
                CommandLines.names());
    }

    @Test
    void noArgumentsGiveAnOverview() {
        TestConsole console = new TestConsole(dir);
        assertEquals(0, console.run());
        assertTrue(console.out().startsWith("Holdfast samples this host"), console.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            qurey up              | 64 | no such command, "qurey": did you mean "query"? "holdfast --help" lists what there is
            query                 | 64 | missing required parameter: 'EXPR'; see "holdfast query --help"
            query a b             | 64 | not understood, "b": "holdfast query --help" lists what there is
            query --outptu json a | 64 | not understood, "--outptu": did you mean "--output"? "holdfast query --help" lists what there is
            query -o xml a        | 64 | invalid value for option '--output': "xml" is not one of table, chart, json, csv, openmetrics, list, svg, png; see "holdfast query --help"
            query --step 1s a     | 64 | no span, --step: say --since or --start too
            query --at now --since 1h a | 64 | too much said, --at: is for one moment, --since and --start for a span
            query --since 1h --start now a | 64 | too much said, --since and --start: leave one of them out
            query --end now a     | 64 | no beginning, --end: say --since or --start too
            query --since soon a  | 64 | bad duration, --since: "soon" is not a duration; write it like 250ms, 15s, 1h30m or 30d, or name a time: yesterday, 14:05
            query -o chart a      | 64 | no span, -o chart: say --since or --start too
            run --frob            | 64 | not understood, "--frob": "holdfast run --help" lists what there is
            run --interval soon   | 78 | --interval: "soon" is not a duration; write it like 250ms, 15s, 1h30m or 30d
            run --config /nowhere.yml | 66 | no such file, /nowhere.yml: "holdfast config init /nowhere.yml" writes one
            config                | 64 | no verb, "config": say check, show or init; see "holdfast config --help"
            import /nowhere.om    | 66 | no such file, /nowhere.om: check the name
            """)
    void aMistakeIsOneLineAndAStatus(String line, int status, String message) throws IOException {
        // Something to read, so that the command line itself is what is wrong.
        Store.open(dir, StoreOptions.defaults()).close();
        TestConsole console = new TestConsole(dir);
        assertEquals(status, console.run(line.split(" ")), console.err());
        assertEquals("holdfast: " + message + "\n", console.err());
        assertEquals("", console.out());
    }

    @Test
    void whereThereIsNoDataTheMessageSaysWhatToDo() throws IOException {
        Path missing = dir.resolve("missing");
        TestConsole console = new TestConsole(missing);
        for (String command : List.of("series", "labels", "status", "export", "verify", "compact")) {
            assertEquals(ExitStatus.NO_INPUT, console.run(command), command);
            assertEquals(
                    "holdfast: no data, " + missing
                            + ": there is no such directory; start the agent with \"holdfast run\","
                            + " or name the directory with --data\n",
                    console.err());
        }
        Path empty = Files.createDirectory(dir.resolve("empty"));
        assertEquals(ExitStatus.NO_INPUT, console.run("query", "up", "--data", empty.toString()));
        assertTrue(console.err().startsWith("holdfast: no data, " + empty + ": nothing has been stored there yet"));
        Path file = Files.createFile(dir.resolve("file"));
        assertEquals(ExitStatus.NO_INPUT, console.run("status", "--data", file.toString()));
        assertTrue(console.err().contains("this is a file"), console.err());
    }

    @Test
    void aSecondWriterIsToldWhoHoldsTheDirectory() throws IOException {
        try (Store store = Store.open(dir, StoreOptions.defaults())) {
            TestConsole console = new TestConsole(dir).input("up 1 1795348200\n# EOF\n");
            for (String[] line :
                    List.of(new String[] {"import", "-"}, new String[] {"compact"}, new String[] {"run"})) {
                assertEquals(ExitStatus.TEMPORARY, console.run(line), console.err());
                assertEquals(
                        "holdfast: " + dir + ": in use by another holdfast (pid "
                                + ProcessHandle.current().pid() + "); stop it first\n",
                        console.err());
            }
            assertEquals(0, console.run("status"), store.stats().toString());
        }
    }

    @Test
    void debugAddsTheStack() {
        TestConsole console = new TestConsole(dir);
        assertEquals(ExitStatus.USAGE, console.run("query", "--debug"));
        assertTrue(console.err().contains("\tat dev.holdfast"), console.err());
    }

    @Test
    void plainOptionsOfRunNeedNoLibrary() {
        assertEquals(
                new RunArguments("c.yml", "/d", "250ms", true),
                RunArguments.plain(List.of("--config", "c.yml", "--data=/d", "--interval", "250ms", "--debug")));
        assertEquals(new RunArguments(null, null, null, false), RunArguments.plain(List.of()));
        assertNull(RunArguments.plain(List.of("--help")));
        assertNull(RunArguments.plain(List.of("--data")));
        assertNull(RunArguments.plain(List.of("extra")));
    }

    @Test
    void theConfigurationIsCheckedShownAndWritten() throws IOException {
        Path file = dir.resolve("holdfast.yaml");
        TestConsole console = new TestConsole(dir.resolve("data"));
        assertEquals(0, console.run("config", "init", file.toString()), console.err());
        assertEquals(ExitStatus.CANNOT_CREATE, console.run("config", "init", file.toString()));
        assertEquals("holdfast: there already, " + file + ": name another file, or give --force\n", console.err());
        assertEquals(0, console.run("config", "init", "--force", file.toString()));
        assertEquals(0, console.run("config", "check", file.toString()), console.err());
        assertEquals(file + ": no mistakes; 0 upstreams, data in " + dir.resolve("data") + "\n", console.out());
        assertEquals(0, console.run("config", "show", file.toString()));
        assertTrue(console.out().contains("# $HOLDFAST_DATA"), console.out());
        Files.writeString(file, "interval: 1s\nstorage:\n  retain: 3d\n");
        assertEquals(ExitStatus.CONFIG, console.run("config", "check", file.toString()));
        assertEquals(
                "holdfast: " + file + ":3:3: unknown key \"storage.retain\"; known in storage: max_bytes, max_series,"
                        + " path, retention, sync, wal\n",
                console.err());
        assertEquals(ExitStatus.CONFIG, console.run("run", "--config", file.toString()));
    }
}
