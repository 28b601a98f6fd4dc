package dev.holdfast.query.script;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs all scripts, over samples in memory and over a real store; each evaluation is a test of its own. */
class ScriptTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/promql");

    private @Nullable StoreBench store;

    @TestFactory
    Stream<DynamicContainer> overMemory() throws IOException {
        return scripts(new MemoryBench());
    }

    @TestFactory
    Stream<DynamicContainer> overTheStore(@TempDir Path directory) throws IOException {
        store = new StoreBench(directory);
        return scripts(store);
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.clear();
        }
    }

    private static Stream<DynamicContainer> scripts(SampleBench bench) throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList().stream()
                    .map(file -> script(file, bench));
        }
    }

    private static DynamicContainer script(Path file, SampleBench bench) {
        List<Command> commands;
        try {
            commands = new ScriptParser(Files.readString(file)).parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ScriptRunner runner = new ScriptRunner(bench);
        commands.add(0, new Command.Clear(0)); // what the script before has left
        return DynamicContainer.dynamicContainer(
                file.getFileName().toString(),
                commands.stream().map(command -> DynamicTest.dynamicTest(name(command), () -> runner.run(command))));
    }

    private static String name(Command command) {
        return "line " + command.line() + ": "
                + (command instanceof Command.Eval eval
                        ? eval.expression()
                        : command.getClass().getSimpleName());
    }

    /** Canary: a runner that finds no fault in a wrong expectation would find none anywhere. */
    @Test
    void aWrongExpectationIsFound() {
        List<Command> commands = new ScriptParser("""
                        load 1m
                          up 1 1 1

                        eval instant at 1m up
                          up 2
                        """).parse();
        ScriptRunner runner = new ScriptRunner(new MemoryBench());
        runner.run(commands.get(0));
        AssertionError error = assertThrows(AssertionError.class, () -> runner.run(commands.get(1)));
        assertTrue(String.valueOf(error.getMessage()).contains("line 4"), error::getMessage);
    }
}
