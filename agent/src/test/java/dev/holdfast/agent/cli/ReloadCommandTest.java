package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.control.ControlServer;
import dev.holdfast.agent.control.ControlVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command's own part; {@link ReloadIT} has the agent's. */
@Timeout(30)
class ReloadCommandTest {
    @TempDir
    private Path dir;

    private Path data;
    private TestConsole console;

    @BeforeEach
    void make() throws Exception {
        data = Files.createDirectory(dir.resolve("data"));
        console = new TestConsole(data);
    }

    /** An agent that says one thing. */
    private void answering(ControlAnswer answer, Runnable run) throws Exception {
        ControlVerb verb = new ControlVerb() {
            @Override
            public String name() {
                return "reload";
            }

            @Override
            public ControlAnswer answer(List<String> words) {
                assertEquals(List.of(), words);
                return answer;
            }
        };
        try (ControlServer server = new ControlServer(data, List.of(verb), () -> {})) {
            server.listen();
            CompletableFuture<Long> served = CompletableFuture.supplyAsync(() -> {
                try {
                    return server.doWork();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            run.run();
            served.join();
        }
    }

    @Test
    void whatChangedIsTheAnswerAndWarningsAreRemarks() throws Exception {
        answering(ControlAnswer.ok(List.of("reloaded: interval 1s -> 5s", "warning: so it is")), () -> {
            assertEquals(ExitStatus.OK, console.run("reload"));
            assertEquals("reloaded: interval 1s -> 5s\n", console.out());
            assertEquals("holdfast: warning: so it is\n", console.err());
        });
    }

    @Test
    void aRefusalHasTheAgentsLinesAndStatus() throws Exception {
        answering(ControlAnswer.error(78, List.of("f.yml:1:1: wrong", "f.yml:2:1: wrong too")), () -> {
            assertEquals(ExitStatus.CONFIG, console.run("reload"));
            assertEquals("", console.out());
            assertEquals("holdfast: f.yml:1:1: wrong\nholdfast: f.yml:2:1: wrong too\n", console.err());
        });
    }

    @Test
    void aConfigurationSaysWhichAgentIsMeant() throws Exception {
        Path file = Files.writeString(dir.resolve("c.yml"), "storage: {path: " + data + "}\n");
        TestConsole elsewhere = new TestConsole(dir.resolve("elsewhere")).variable("HOLDFAST_DATA", "");
        answering(ControlAnswer.ok(List.of("nothing changed")), () -> {
            assertEquals(ExitStatus.OK, elsewhere.run("reload", "--config", file.toString()), elsewhere.err());
            assertEquals("nothing changed\n", elsewhere.out());
        });
        Files.writeString(file, "storage: {path: " + data + ", speed: 3}\n");
        assertEquals(ExitStatus.CONFIG, elsewhere.run("reload", "--config", file.toString()));
        String said = elsewhere.err();
        assertEquals(ExitStatus.CONFIG, elsewhere.run("config", "check", file.toString()));
        assertEquals(elsewhere.err(), said);
    }

    @Test
    void nobodyToAskIsOneLine() {
        assertEquals(ExitStatus.UNAVAILABLE, console.run("reload"));
        assertTrue(console.err().startsWith("holdfast: no agent, " + data + ": none listens there; "), console.err());
        assertEquals(1, console.err().lines().count());
        assertEquals(
                ExitStatus.NO_INPUT,
                console.run("reload", "--data", dir.resolve("not-there").toString()));
        assertEquals(ExitStatus.USAGE, console.run("reload", "--data", ".", "--config", "c.yml"));
    }
}
