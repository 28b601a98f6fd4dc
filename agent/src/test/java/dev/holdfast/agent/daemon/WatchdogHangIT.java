package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.agent.supervisor.NotifyLibrary;
import dev.holdfast.agent.supervisor.NotifyManager;
import dev.holdfast.agent.supervisor.Supervisor;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.io.DiskDirectory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** An agent whose disk hangs under the store's append: every other thread lives, and the watchdog is told nothing. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class WatchdogHangIT {
    private static final long WATCHDOG_MS = 2_000;

    @TempDir
    private Path dir;

    /** The agent, with a store that hangs while a file exists; its role "others" says every 100 ms that it lives. */
    public static final class Child {
        private Child() {}

        /** Data directory, the file, and who feeds the watchdog: "ticks", or a "timer" too. */
        public static void main(String[] arguments) throws Exception {
            Supervisor supervisor = Supervisor.of(
                    System.getenv(),
                    System.getProperty(Supervisor.NATIVE_FOLDER, ""),
                    ProcessHandle.current().pid(),
                    System::nanoTime);
            boolean timer = arguments[2].equals("timer");
            Role others = new Role() {
                @Override
                public String name() {
                    return "others";
                }

                @Override
                public long doWork() {
                    System.out.println("alive");
                    if (timer) {
                        supervisor.watchdog().progress();
                    }
                    return 100;
                }
            };
            Path data = Path.of(arguments[0]);
            AgentOptions options = new AgentOptions(
                    data,
                    StoreOptions.defaults(),
                    SamplingOptions.defaults().withIntervalMs(100),
                    store -> List.of(others));
            HangingDirectory disk = new HangingDirectory(DiskDirectory.createIfAbsent(data), Path.of(arguments[1]));
            System.exit(Agent.open(options, Store.open(disk, options.store()), supervisor)
                    .run());
        }
    }

    private Process start(NotifyManager manager, String feeder) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dholdfast.native=" + NotifyLibrary.folder(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                dir.resolve(feeder).toString(),
                dir.resolve("hang").toString(),
                feeder);
        builder.environment().put("NOTIFY_SOCKET", manager.address());
        builder.environment().put("WATCHDOG_USEC", Long.toString(WATCHDOG_MS * 1_000));
        return builder.redirectErrorStream(true)
                .redirectOutput(log(feeder).toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private Path log(String feeder) {
        return dir.resolve(feeder + ".log");
    }

    private long aliveLines(String feeder) throws Exception {
        return Files.readString(log(feeder)).lines().filter("alive"::equals).count();
    }

    /** Lets the disk hang for longer than the manager waits; fails unless that ends what the manager is told. */
    private void hang(NotifyManager manager, String feeder) throws Exception {
        Path hang = dir.resolve("hang");
        manager.await(System.nanoTime(), NotifyManager.Message::isAlive);
        Files.createFile(hang);
        try {
            Thread.sleep(500); // for the tick that is under way
            long hangsNanos = System.nanoTime();
            long aliveBefore = aliveLines(feeder);
            Thread.sleep(WATCHDOG_MS * 3 / 2);
            long alive = aliveLines(feeder) - aliveBefore;
            assertTrue(alive > 5, "the other threads were to live: " + alive);
            assertEquals(
                    List.of(),
                    manager.since(hangsNanos, NotifyManager.Message::isAlive),
                    "the watchdog was told that all is well");
        } finally {
            Files.delete(hang);
        }
    }

    @Test
    void aTickThatDoesNotReturnEndsWhatTheWatchdogIsTold() throws Exception {
        try (NotifyManager manager = new NotifyManager(dir.resolve("notify").toString())) {
            Process agent = start(manager, "ticks");
            try {
                manager.await(0, NotifyManager.Message::isReady);
                hang(manager, "ticks");
                long healedNanos = System.nanoTime();
                manager.await(healedNanos, NotifyManager.Message::isAlive);
                agent.destroy();
                assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, agent.exitValue(), Files.readString(log("ticks")));
                manager.await(healedNanos, message -> message.has("STOPPING=1"));
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }

    /** The canary: an agent that a timer speaks for. */
    @Test
    void aWatchdogThatATimerFeedsIsFound() throws Exception {
        try (NotifyManager manager = new NotifyManager(dir.resolve("notify").toString())) {
            Process agent = start(manager, "timer");
            try {
                manager.await(0, NotifyManager.Message::isReady);
                AssertionFailedError found = assertThrows(AssertionFailedError.class, () -> hang(manager, "timer"));
                assertTrue(String.valueOf(found.getMessage()).startsWith("the watchdog was told"), found::toString);
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }
}
