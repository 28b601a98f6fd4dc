package dev.holdfast.agent.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program on a real terminal, tmux's: keys, sizes, signals, and that the terminal is afterwards what it was before. */
@Timeout(240)
class TopScreenIT {
    private static final long SECONDS = 400;

    @TempDir
    private Path dir;

    private Path socket = Path.of("");

    @BeforeEach
    void startTerminal() throws Exception {
        assumeTrue(isThere("tmux"), "no tmux: apt-get install tmux");
        fillStore();
        socket = dir.resolve("tmux");
        String script = "#!/bin/sh\nexec " + Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:TieredStopAtLevel=1 -Xmx128m -cp '" + System.getProperty("java.class.path")
                + "' dev.holdfast.agent.cli.Main \"$@\"\n";
        Path program = Files.writeString(dir.resolve("holdfast"), script);
        assertTrue(program.toFile().setExecutable(true));
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "-c", dir.toString(), "bash", "--norc");
        type("PS1='ready> '");
        type("stty -g > before");
        awaitFile("before");
    }

    @AfterEach
    void endTerminal() throws Exception {
        if (Files.exists(socket)) {
            tmux("kill-server");
        }
    }

    @Test
    void keysAndSizes() throws Exception {
        top();
        assertEquals(
                "1 0",
                tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").strip());
        assertTrue(screen().contains("agent not running; last data"), this::screen);
        keys("Left");
        await(screen -> screen.contains("PAST -"));
        keys("S-Right", "End");
        await(screen -> screen.contains("STOPPED"));
        keys("?");
        await(screen -> screen.contains("ten steps"));
        keys("?", "3");
        await(screen -> screen.contains("sdb") && !screen.contains("Load "));
        keys("/", "s", "d", "a");
        await(screen -> screen.contains("sda") && !screen.contains("sdb"));
        keys("Escape", "0");
        await(screen -> screen.contains("sdb") && screen.contains("Load "));
        keys("b", "-", "2", "m", "Enter");
        await(screen -> screen.contains("PAST -"));
        keys("Home", "Left");
        await(screen -> screen.contains("this is the first data there is"));
        keys("Right");
        for (int[] size : new int[][] {{40, 10}, {300, 100}, {80, 24}, {41, 11}, {120, 40}}) {
            tmux("resize-window", "-x", Integer.toString(size[0]), "-y", Integer.toString(size[1]));
            await(screen -> screen.lines().findFirst().orElse("").length() > size[0] / 3
                    && lastLine(screen).contains("q quit"));
            assertTrue(screen().lines().allMatch(line -> line.length() <= size[0]), this::screen);
        }
        keys("q");
        assertRestored("0");
    }

    @Test
    void everyEndLeavesTheTerminalAsItWas() throws Exception {
        top();
        keys("C-c");
        assertRestored("130");
        top();
        signal("TERM");
        assertRestored("143");
        top();
        signal("HUP");
        assertRestored("129");
    }

    @Test
    void itCanBeStoppedAndGoesOn() throws Exception {
        top();
        keys("Left");
        await(screen -> screen.contains("PAST -"));
        keys("C-z");
        await(screen -> screen.contains("Stopped"));
        assertEquals(
                "0 1",
                tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").strip());
        type("stty -g > between");
        awaitFile("between");
        assertEquals(Files.readString(dir.resolve("before")), Files.readString(dir.resolve("between")));
        type("fg");
        await(screen -> screen.contains("PAST -") && screen.contains("Load "));
        keys("End");
        await(screen -> screen.contains("STOPPED"));
        keys("q");
        assertRestored("0");
    }

    @Test
    void aTerminalThatGoesAwayEndsIt() throws Exception {
        top();
        ProcessHandle process = process();
        tmux("kill-server");
        process.onExit().get(20, TimeUnit.SECONDS);
        assertFalse(process.isAlive());
    }

    @Test
    void whereThereIsNoScreenItSaysWhatToDo() throws Exception {
        type("TERM=dumb ./holdfast top --data data; echo status=$?");
        await(screen -> screen.contains("status=69"));
        assertTrue(screen().contains("no full screen, TERM=dumb"), this::screen);
        type("./holdfast top --data data < /dev/null; echo second=$?");
        await(screen -> screen.contains("second=69"));
        type("./holdfast top --data data | cat; echo third");
        await(screen -> screen.contains("third") && screen.contains("no terminal, standard output"));
        type("./holdfast top --data data --once | head -n 4; echo fourth");
        await(screen -> screen.contains("fourth") && screen.contains("CPU"));
    }

    private void top() throws Exception {
        type("clear; ./holdfast top --data data");
        await(screen -> screen.contains("STOPPED")
                && screen.contains("Load ")
                && lastLine(screen).contains("q quit"));
    }

    private void assertRestored(String status) throws Exception {
        await(screen -> lastLine(screen.stripTrailing()).startsWith("ready>"));
        type("echo status=$?");
        await(screen -> screen.contains("\nstatus=" + status + "\n"));
        assertEquals(
                "0 1",
                tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").strip());
        Files.deleteIfExists(dir.resolve("after"));
        type("stty -g > after");
        awaitFile("after");
        assertEquals(Files.readString(dir.resolve("before")), Files.readString(dir.resolve("after")));
    }

    private ProcessHandle process() throws Exception {
        long shell = Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
        return ProcessHandle.of(shell).orElseThrow().children().findFirst().orElseThrow();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process().pid()))
                .start()
                .waitFor();
    }

    /** Some minutes of a host with two disks, up to now; nobody samples it any more. */
    private void fillStore() throws IOException {
        long endMs = System.currentTimeMillis() / 1000 * 1000;
        try (Store store = Store.open(dir.resolve("data"), StoreOptions.defaults())) {
            List<Integer> refs = new ArrayList<>();
            for (String name :
                    new String[] {"node_load1", "node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes"}) {
                refs.add(store.series(Labels.of("__name__", name, "instance", "h1")));
            }
            for (String disk : new String[] {"sda", "sdb"}) {
                refs.add(store.series(
                        Labels.of("__name__", "node_disk_io_time_seconds_total", "device", disk, "instance", "h1")));
            }
            for (String mode : new String[] {"user", "idle"}) {
                refs.add(store.series(
                        Labels.of("__name__", "node_cpu_seconds_total", "cpu", "0", "mode", mode, "instance", "h1")));
            }
            SampleBatch batch = new SampleBatch(refs.size());
            for (long second = 0; second <= SECONDS; second++) {
                batch.reset(endMs - (SECONDS - second) * 1000);
                for (int ref : refs) {
                    batch.add(ref, 1_000 + second * 0.5);
                }
                store.append(batch);
            }
        }
        Files.delete(dir.resolve("data").resolve("holdfast.lock")); // it names this process, which goes on
    }

    @FunctionalInterface
    private interface Wanted {
        boolean isOn(String screen);
    }

    private void await(Wanted wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!wanted.isOn(screen())) {
            assertTrue(System.nanoTime() < deadline, this::screen);
            Thread.sleep(50);
        }
    }

    private void awaitFile(String name) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Path file = dir.resolve(name);
        while (!Files.exists(file) || Files.size(file) == 0) {
            assertTrue(System.nanoTime() < deadline, this::screen);
            Thread.sleep(20);
        }
    }

    private static String lastLine(String screen) {
        List<String> lines = screen.lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private void type(String command) throws Exception {
        tmux("send-keys", "-l", command);
        keys("Enter");
    }

    private void keys(String... names) throws Exception {
        for (String name : names) {
            tmux("send-keys", name);
            Thread.sleep(name.equals("Escape") ? 150 : 20); // else it is Alt with the next key
        }
    }

    private String screen() {
        try {
            return tmux("capture-pane", "-p");
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private String tmux(String... arguments) throws IOException, InterruptedException {
        // A server that hangs would have its client wait for ever, and no interrupt ends the reading of a pipe.
        List<String> command = new ArrayList<>(List.of("timeout", "60", "tmux", "-u", "-S", socket.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("SHELL", "/bin/bash");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static boolean isThere(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
