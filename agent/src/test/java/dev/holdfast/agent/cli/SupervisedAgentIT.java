package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.supervisor.NotifyLibrary;
import dev.holdfast.agent.supervisor.NotifyManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process under a service manager, of which there is the socket. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class SupervisedAgentIT {
    private static final long WATCHDOG_MS = 4_000;

    @TempDir
    private Path dir;

    private void write(String text) throws IOException {
        Files.writeString(dir.resolve("c.yml"), text + "\napi: {listen: \"off\"}\n");
    }

    private Process start(String notifySocket, String nativeFolder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-Xlog:class+load:file=" + dir.resolve("classes"));
        command.add("-Dholdfast.native=" + nativeFolder);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "--config", dir.resolve("c.yml").toString(), "--data", data().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!notifySocket.isEmpty()) {
            builder.environment().put("NOTIFY_SOCKET", notifySocket);
            builder.environment().put("WATCHDOG_USEC", Long.toString(WATCHDOG_MS * 1_000));
        }
        return builder.redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private Path data() {
        return dir.resolve("data");
    }

    private Path log() {
        return dir.resolve("log");
    }

    private String classes() throws IOException {
        return Files.readString(dir.resolve("classes"));
    }

    private static void terminate(Process agent) throws InterruptedException {
        agent.destroy();
        assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
    }

    private String ask(int status, String... words) {
        TestConsole console = new TestConsole(data());
        assertEquals(status, console.run(words), console.err());
        return console.out() + console.err();
    }

    /** Page faults of all children that have ended: a child more, and they are more. */
    private static long childFaults(Process agent) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + agent.pid() + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[8]);
    }

    @Test
    void aLifeFromTheFirstTickToTheEnd() throws Exception {
        write("interval: 200ms");
        try (NotifyManager manager = new NotifyManager("@holdfast-" + System.nanoTime())) {
            Process agent = start(manager.address(), NotifyLibrary.folder().toString());
            try {
                becomesReady(manager);
                isWatched(manager, agent);
                reloads(manager);
                refusesToReload(manager);
                asksForMoreTime(manager);
                long endsNanos = System.nanoTime();
                terminate(agent);
                assertEquals(0, agent.exitValue(), Files.readString(log()));
                NotifyManager.Message stopping = manager.await(endsNanos, message -> message.has("STOPPING=1"));
                assertEquals(
                        List.of(), manager.since(stopping.atNanos(), Predicate.not(NotifyManager.Message::isAlive)));
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
        assertFalse(classes().contains(" com.sun.jna."), "the agent loads JNA");
        assertFalse(classes().contains(" java.lang.foreign."), "the agent loads the foreign memory API");
    }

    /** A tick is stored by then, and a command finds somebody to ask. */
    private void becomesReady(NotifyManager manager) throws Exception {
        NotifyManager.Message ready = manager.await(0, NotifyManager.Message::isReady);
        assertTrue(ask(0, "series", "up").startsWith("up{"));
        assertTrue(ask(0, "reload").contains("nothing changed"));
        assertTrue(ready.value("STATUS").matches("200ms, [0-9,]+ series"), ready.text());
        List<NotifyManager.Message> before = manager.messages();
        assertTrue(before.get(0).text().startsWith("STATUS=opening the store in " + data()), before::toString);
        assertEquals(
                1,
                manager.since(0, m -> m.isReady() && m.atNanos() <= ready.atNanos())
                        .size());
    }

    private static void isWatched(NotifyManager manager, Process agent) throws Exception {
        Thread.sleep(2_000); // what the inventory forks has ended
        long childrenBefore = childFaults(agent);
        long sinceNanos = System.nanoTime();
        Thread.sleep(2 * WATCHDOG_MS);
        List<NotifyManager.Message> alive = manager.since(sinceNanos, NotifyManager.Message::isAlive);
        assertTrue(alive.size() >= 4 && alive.size() <= 10, "told " + alive.size() + " times");
        for (int i = 1; i < alive.size(); i++) {
            long gapMs = (alive.get(i).atNanos() - alive.get(i - 1).atNanos()) / 1_000_000;
            assertTrue(gapMs < WATCHDOG_MS, "a gap of " + gapMs + " ms");
        }
        assertEquals(childrenBefore, childFaults(agent), "a message has forked");
    }

    private void reloads(NotifyManager manager) throws Exception {
        long beforeNanos = System.nanoTime();
        write("interval: 100ms");
        assertTrue(ask(0, "reload").contains("interval 200ms -> 100ms"));
        NotifyManager.Message reloading = manager.await(beforeNanos, NotifyManager.Message::isReloading);
        long usec = Long.parseLong(reloading.value("MONOTONIC_USEC"));
        assertTrue(usec >= beforeNanos / 1_000 && usec <= reloading.atNanos() / 1_000, reloading.text());
        NotifyManager.Message ready = manager.await(reloading.atNanos(), NotifyManager.Message::isReady);
        assertTrue(ready.value("STATUS").matches("100ms, [0-9,]+ series"), ready.text());
    }

    private void refusesToReload(NotifyManager manager) throws Exception {
        long beforeNanos = System.nanoTime();
        write("interval: 200ms\nspeed: 5");
        ask(ExitStatus.CONFIG, "reload");
        NotifyManager.Message reloading = manager.await(beforeNanos, NotifyManager.Message::isReloading);
        NotifyManager.Message ready = manager.await(reloading.atNanos(), NotifyManager.Message::isReady);
        String status = ready.value("STATUS");
        assertTrue(status.startsWith("configuration not taken: " + dir.resolve("c.yml") + ":2"), status);
        assertTrue(status.matches(".*unknown key \"speed\".*; 100ms, [0-9,]+ series"), status);
    }

    private void asksForMoreTime(NotifyManager manager) throws Exception {
        long beforeNanos = System.nanoTime();
        write("interval: 5s");
        ask(0, "reload");
        NotifyManager.Message more = manager.await(beforeNanos, NotifyManager.Message::asksForTime);
        assertEquals("25000000", more.value("WATCHDOG_USEC"));
        long againNanos =
                manager.await(beforeNanos, NotifyManager.Message::isReady).atNanos();
        assertTrue(more.atNanos() < againNanos);
        write("interval: 200ms");
        ask(0, "reload");
        NotifyManager.Message less = manager.await(againNanos, NotifyManager.Message::asksForTime);
        assertEquals(Long.toString(WATCHDOG_MS * 1_000), less.value("WATCHDOG_USEC"));
        manager.await(less.atNanos(), NotifyManager.Message::isAlive);
    }

    @Test
    void aFirstTickThatIsFarAwayIsNotWaitedFor() throws Exception {
        write("interval: 1h");
        try (NotifyManager manager = new NotifyManager(dir.resolve("notify").toString())) {
            Process agent = start(manager.address(), NotifyLibrary.folder().toString());
            try {
                NotifyManager.Message ready = manager.await(0, NotifyManager.Message::isReady);
                assertEquals("1h, nothing is sampled yet", ready.value("STATUS"));
                NotifyManager.Message more = manager.await(0, NotifyManager.Message::asksForTime);
                assertEquals("10810000000", more.value("WATCHDOG_USEC"));
                assertTrue(more.atNanos() < ready.atNanos());
            } finally {
                terminate(agent);
            }
        }
    }

    @Test
    void withoutTheLibraryItSaysSoAndGoesOn() throws Exception {
        write("interval: 100ms");
        try (NotifyManager manager = new NotifyManager(dir.resolve("notify").toString())) {
            Process agent = start(manager.address(), dir.toString());
            try {
                awaitSamples(agent);
                assertEquals(List.of(), manager.messages());
            } finally {
                terminate(agent);
            }
            assertEquals(0, agent.exitValue());
        }
        List<String> lines = Files.readString(log())
                .lines()
                .filter(line -> line.contains("NOTIFY_SOCKET"))
                .toList();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("there is no " + dir.resolve("libholdfast_notify.so")), lines::toString);
    }

    @Test
    void underNobodyNothingIsLoaded() throws Exception {
        write("interval: 100ms");
        Process agent = start("", NotifyLibrary.folder().toString());
        try {
            awaitSamples(agent);
            String maps = Files.readString(Path.of("/proc/" + agent.pid() + "/maps"));
            assertFalse(maps.contains("holdfast_notify"), maps);
        } finally {
            terminate(agent);
        }
        assertFalse(classes().contains(".NotifySocket"), "a class without a use is loaded");
    }

    private void awaitSamples(Process agent) throws Exception {
        for (int i = 0; i < 300; i++) {
            TestConsole console = new TestConsole(data());
            console.run("series", "up");
            if (console.out().startsWith("up{")) {
                return;
            }
            assertTrue(agent.isAlive(), Files.readString(log()));
            Thread.sleep(100);
        }
        throw new AssertionError("no samples: " + Files.readString(log()));
    }
}
