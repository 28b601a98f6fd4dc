package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.sampling.MissReason;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreLockedException;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    @TempDir
    Path directory;

    private AgentOptions options(RoleSource roles) {
        SamplingOptions sampling = SamplingOptions.defaults().withIntervalMs(100);
        return new AgentOptions(directory.resolve("data"), StoreOptions.defaults(), sampling, roles);
    }

    private static void awaitTicks(Agent agent, long count) throws InterruptedException {
        for (int i = 0; i < 600 && agent.sampler().tickCount() < count; i++) {
            Thread.sleep(50);
        }
        assertTrue(agent.sampler().tickCount() >= count);
    }

    private List<Long> upTimes() throws IOException {
        List<Long> times = new ArrayList<>();
        try (StoreReader reader = StoreReader.open(directory.resolve("data"));
                Snapshot snapshot = reader.snapshot()) {
            for (Series series :
                    snapshot.select(List.of(SeriesMatcher.equal(Labels.METRIC_NAME, "up")), TimeRange.ALL)) {
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                while (cursor.next()) {
                    assertEquals(1.0, cursor.value());
                    times.add(cursor.timestampMs());
                }
            }
        }
        return times;
    }

    @Test
    void whatWasSampledIsThereAfterTheEndAndTheGapIsCounted() throws Exception {
        try (Agent agent = Agent.open(options(RoleSource.NONE))) {
            agent.start();
            awaitTicks(agent, 5);
            assertThrows(StoreLockedException.class, () -> Agent.open(options(RoleSource.NONE)));
        }
        List<Long> first = upTimes();
        assertTrue(first.size() >= 5);
        Thread.sleep(1_000);
        try (Agent agent = Agent.open(options(RoleSource.NONE))) {
            agent.start();
            awaitTicks(agent, 2);
            long stopped = agent.sampler().missedCount(MissReason.STOPPED);
            assertTrue(stopped >= 9, "stopped " + stopped);
        }
        assertTrue(upTimes().size() >= first.size() + 2);
    }

    @Test
    void aRoleThatDiesEndsTheAgentWithAStatus() throws Exception {
        Role broken = new Role() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public long doWork() {
                throw new IllegalStateException("a bug");
            }
        };
        try (Agent agent = Agent.open(options(store -> List.of(broken)))) {
            assertEquals(Agent.EXIT_ROLE_DIED, agent.run());
        }
    }

    @Test
    void anAgentThatCannotBeMadeLetsGoOfTheStore() throws IOException {
        assertThrows(
                IOException.class,
                () -> Agent.open(options(store -> {
                    throw new IOException("no such upstream");
                })));
        Agent.open(options(RoleSource.NONE)).close();
    }

    /** What a child process runs. */
    public static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            SamplingOptions sampling = SamplingOptions.defaults().withIntervalMs(100);
            AgentOptions options =
                    new AgentOptions(Path.of(arguments[0]), StoreOptions.defaults(), sampling, RoleSource.NONE);
            System.exit(Agent.open(options).run());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sigtermEndsTheProcessInOrder() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.resolve("data").toString());
        // A file in the place of the journal, which the variable names by its device and inode.
        Path log = Files.createFile(directory.resolve("log"));
        builder.environment()
                .put("JOURNAL_STREAM", Files.getAttribute(log, "unix:dev") + ":" + Files.getAttribute(log, "unix:ino"));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        for (int i = 0; i < 600 && process.isAlive() && !Files.readString(log).contains("<6>host: "); i++) {
            Thread.sleep(50);
        }
        Thread.sleep(500);
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        String lines = Files.readString(log);
        assertEquals(0, process.exitValue(), lines);
        assertTrue(lines.startsWith("<6>holdfast "), lines);
        assertTrue(lines.contains("<6>stopped after "), lines);
        assertFalse(lines.contains("<3>"), lines);
        assertFalse(upTimes().isEmpty());
    }
}
