package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real agent that changes its mind some twenty times, by command and by SIGHUP, while samples flow. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class ReloadIT {
    private static final int RELOADS = 24;
    private static final long COARSE_MS = 200;

    @TempDir
    private Path dir;

    private final List<GridCheck.Stretch> stretches = new ArrayList<>();
    private long sinceMs;
    private long intervalMs = 100;

    private static String config(long intervalMs, String... upstreams) {
        StringBuilder text = new StringBuilder("interval: " + intervalMs + "ms\n");
        text.append("collectors: {cpu: {enabled: " + (intervalMs == 100) + "}}\nremote_write:\n");
        for (String upstream : upstreams) {
            text.append(upstream);
        }
        return text.toString();
    }

    private static String upstream(String name, String url, int samplesPerSend) {
        return "  - name: " + name + "\n    url: " + url + "\n    order: free\n"
                + "    queue_config: {batch_send_deadline: 200ms, max_samples_per_send: " + samplesPerSend + "}\n";
    }

    /** Either the old file or the new one, never half of it. */
    private void write(String text) throws IOException {
        Path fresh = dir.resolve("fresh.yml");
        Files.writeString(fresh, text);
        Files.move(fresh, dir.resolve("c.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void manyReloadsLoseNoTickAndDisturbNobody() throws Exception {
        Path data = dir.resolve("data");
        Path log = dir.resolve("log");
        // One each: Java shares idle connections to one address among all that ask it.
        try (CountingReceiver steadyReceiver = new CountingReceiver();
                CountingReceiver comesReceiver = new CountingReceiver();
                CountingReceiver changesReceiver = new CountingReceiver()) {
            String steady = upstream("steady", steadyReceiver.url(), 2_000);
            String comes = upstream("comes", comesReceiver.url(), 2_000);
            String changes = upstream("changes", changesReceiver.url(), 1_000);
            write(config(100, steady, comes, changes));
            Process agent = start(log, data);
            try {
                await(() -> steadyReceiver.upTimes().size() >= 5, log);
                List<String> threads = threads(agent);
                sinceMs = System.currentTimeMillis();
                for (int i = 0; i < RELOADS; i++) {
                    switch (i % 4) {
                        case 0 -> good(agent, data, log, i, 200, config(200, steady, changes));
                        case 1, 3 -> bad(agent, data, log, i);
                        default -> {
                            String other = upstream("changes", changesReceiver.url(), 1_000 + i);
                            good(agent, data, log, i, 100, config(100, steady, comes, other));
                        }
                    }
                    Thread.sleep(300);
                }
                good(agent, data, log, 0, 100, config(100, steady, comes, changes));
                assertEquals(threads, threads(agent));
                Thread.sleep(1_000);
                endStretch();
                assertTrue(Files.readString(log).contains("unknown key \"speed\""));
            } finally {
                agent.destroy();
                assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
            }
            assertEquals(0, agent.exitValue(), read(log));
            List<Long> times = checkGrid(data);
            assertEquals(1, steadyReceiver.connectionCount(), "connections of the upstream that never changed");
            assertEquals(0, checkArrived(times, steadyReceiver), "sent again without need");
            // What was under way when it was stopped is sent again, and nothing else.
            assertTrue(checkArrived(times, comesReceiver) < times.size() / 3);
            assertTrue(checkArrived(times, changesReceiver) < times.size() / 3);
        }
        TestConsole console = new TestConsole(data);
        assertEquals(0, console.run("verify"), console.out());
    }

    private List<Long> checkGrid(Path data) throws IOException {
        List<Long> times = times(data, "up", null);
        List<Long> late = values(data, "holdfast_ticks_missed_total", "late");
        List<Long> ticks = values(data, "holdfast_ticks_total", null);
        List<String> findings = GridCheck.findings(times, stretches, COARSE_MS);
        long missed = late.get(late.size() - 1);
        System.out.println("ReloadIT: " + RELOADS + " reloads, " + times.size() + " ticks, " + missed
                + " late by the agent's count, " + findings.size() + " findings");
        // A busy machine may be late; it says so, and a reload that loses a tick would not.
        assertTrue(findings.size() <= missed, () -> findings + " but late " + missed);
        for (int i = 1; i < ticks.size(); i++) {
            assertEquals(ticks.get(i - 1) + 1, ticks.get(i), "a moment that was sampled twice");
        }
        return times;
    }

    /** Fails when something is missing; how many ticks came more than once. */
    private static int checkArrived(List<Long> times, CountingReceiver receiver) {
        TreeSet<Long> arrived = new TreeSet<>(receiver.upTimes());
        TreeSet<Long> missing = new TreeSet<>(times);
        missing.removeAll(arrived);
        // What the end of the agent found under way or not yet due is the newest second or two.
        assertTrue(missing.isEmpty() || missing.first() > times.get(times.size() - 1) - 3_000, missing::toString);
        return receiver.upTimes().size() - arrived.size();
    }

    private void endStretch() {
        stretches.add(new GridCheck.Stretch(sinceMs, System.currentTimeMillis(), intervalMs));
    }

    private void good(Process agent, Path data, Path log, int number, long newIntervalMs, String text)
            throws Exception {
        write(text);
        endStretch();
        if (number % 8 < 4) {
            TestConsole console = new TestConsole(data);
            assertEquals(0, console.run("reload"), console.err());
            assertTrue(
                    console.out().startsWith("reloaded: ") || console.out().equals("nothing changed\n"), console.out());
        } else {
            hangUp(agent, log);
        }
        intervalMs = newIntervalMs;
        sinceMs = System.currentTimeMillis();
    }

    private void bad(Process agent, Path data, Path log, int number) throws Exception {
        write(Files.readString(dir.resolve("c.yml")).replace("interval", "speed: 1\ninterval") + "    nonsense: 1\n");
        if (number % 8 < 4) {
            TestConsole console = new TestConsole(data);
            assertEquals(ExitStatus.CONFIG, console.run("reload"), console.err());
            String said = console.err();
            assertEquals(
                    ExitStatus.CONFIG,
                    console.run("config", "check", dir.resolve("c.yml").toString()));
            assertEquals(console.err(), said);
            assertEquals(2, said.lines().count(), said);
        } else {
            hangUp(agent, log);
        }
    }

    /** Returns when the log says what came of it. */
    private void hangUp(Process agent, Path log) throws Exception {
        long before = outcomes(log);
        assertEquals(
                0,
                new ProcessBuilder("kill", "-HUP", Long.toString(agent.pid()))
                        .start()
                        .waitFor());
        await(() -> outcomes(log) > before, log);
    }

    private static long outcomes(Path log) {
        return read(log).lines().filter(line -> line.contains("reloaded")).count();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition, Path log) throws Exception {
        for (int i = 0; i < 3_000 && !condition.holds(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.holds(), () -> read(log));
    }

    /** Names of the threads of roles; those of the Java machine, and the one that watches over requests, come and go. */
    private static List<String> threads(Process agent) throws Exception {
        List<String> names = roles(agent);
        for (int i = 0; i < 100 && names.size() != 6; i++) {
            Thread.sleep(10); // a thread that has just begun has for a moment the name of the one that began it
            names = roles(agent);
        }
        assertEquals(6, names.size(), names::toString);
        return names;
    }

    private static List<String> roles(Process agent) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + agent.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                String name = Files.readString(task.resolve("comm")).strip();
                if ((name.startsWith("forward-") && !name.startsWith("forward-deadl"))
                        || List.of("sampler", "maintain", "control").contains(name)) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
    }

    private static List<Long> times(Path data, String name, String reason) throws IOException {
        return column(data, name, reason, true);
    }

    private static List<Long> values(Path data, String name, String reason) throws IOException {
        return column(data, name, reason, false);
    }

    private static List<Long> column(Path data, String name, String reason, boolean times) throws IOException {
        List<SeriesMatcher> matchers = new ArrayList<>(List.of(SeriesMatcher.equal(Labels.METRIC_NAME, name)));
        if (reason != null) {
            matchers.add(SeriesMatcher.equal("reason", reason));
        }
        List<Long> column = new ArrayList<>();
        try (StoreReader reader = StoreReader.open(data);
                Snapshot snapshot = reader.snapshot()) {
            for (Series series : snapshot.select(matchers, TimeRange.ALL)) {
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                while (cursor.next()) {
                    column.add(times ? cursor.timestampMs() : (long) cursor.value());
                }
            }
        }
        assertFalse(column.isEmpty(), name);
        return column;
    }

    private Process start(Path log, Path data) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "--config", dir.resolve("c.yml").toString(), "--data", data.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
