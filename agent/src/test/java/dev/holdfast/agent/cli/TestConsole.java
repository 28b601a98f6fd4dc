package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines inside the test: no terminal, noon of a known day, UTC, and what was printed at hand. */
final class TestConsole {
    /** 2026-11-22 12:00:00 UTC. */
    static final long NOW_MS = 1_795_348_800_000L;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Terminal terminal = Terminal.NONE;
    private String input = "";
    private ZoneId zone = ZoneId.of("UTC");

    /** With a data directory in the environment. */
    TestConsole(Path data) {
        environment.put("HOLDFAST_DATA", data.toString());
    }

    /** Over a data directory with some samples, as OpenMetrics text. */
    static TestConsole storing(Path data, String samples) {
        TestConsole console = new TestConsole(data).input(samples);
        assertEquals(0, console.run("import", "-"), console.err());
        return console;
    }

    /** A world of nothing, to make commands in. */
    static Console none() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Console(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                Map.of(),
                Terminal.NONE,
                () -> NOW_MS,
                ZoneId.of("UTC"));
    }

    TestConsole input(String text) {
        input = text;
        return this;
    }

    TestConsole terminal(Terminal value) {
        terminal = value;
        return this;
    }

    TestConsole zone(String name) {
        zone = ZoneId.of(name);
        return this;
    }

    TestConsole variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs a command line; the status. What earlier ones printed is gone. */
    int run(String... args) {
        out.reset();
        err.reset();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminal,
                () -> NOW_MS,
                zone);
        return Main.run(List.of(args), console);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
