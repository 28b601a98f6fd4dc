package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a real process: started, asked while it runs, ended. */
@Timeout(120)
class RunIT {
    @TempDir
    private Path dir;

    @Test
    void samplesAnswersAndEndsInOrder() throws Exception {
        Path data = dir.resolve("data");
        Path log = dir.resolve("log");
        Process agent = start(log, "-Xlog:class+load:file=" + dir.resolve("classes"), data);
        try {
            String out = "";
            for (int i = 0; i < 300 && !out.contains("node_load1"); i++) {
                Thread.sleep(200);
                assertTrue(agent.isAlive(), () -> read(log));
                out = run(data, "series", "node_load1");
            }
            assertTrue(out.contains("node_load1{"), out + read(log));
            assertTrue(run(data, "status").startsWith("agent      running, pid " + agent.pid()), read(log));
            Process second = start(dir.resolve("log2"), "-Dx=y", data);
            assertTrue(second.waitFor(60, TimeUnit.SECONDS));
            assertEquals(ExitStatus.TEMPORARY, second.exitValue(), read(dir.resolve("log2")));
        } finally {
            agent.destroy(); // SIGTERM
            assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
        }
        assertEquals(0, agent.exitValue(), read(log));
        assertTrue(run(data, "status").startsWith("agent      not running\n"));
        assertTrue(run(data, "verify").endsWith(": all well\n"));
        assertFalse(read(dir.resolve("classes")).contains(" picocli."), "the agent loads the command-line library");
        assertFalse(
                read(dir.resolve("classes")).contains("openhft"), "the agent loads Chronicle without being asked to");
    }

    private static Process start(Path log, String option, Path data) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", option));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "--interval", "200ms", "--data", data.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** In this process: a reader needs no other. Empty while there is nothing to read. */
    private static String run(Path data, String... args) {
        TestConsole console = new TestConsole(data);
        console.run(args);
        return console.out();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
