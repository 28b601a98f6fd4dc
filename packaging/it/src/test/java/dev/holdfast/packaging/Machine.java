package dev.holdfast.packaging;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A machine with a real systemd: {@code packaging/it/machine} in a container. It ends when this closes it or when this
 * process ends in any way, and leaves nothing behind. Its console is in {@code target/machine.log}.
 */
final class Machine implements Closeable {
    private static final Path SCRIPT = Path.of("machine").toAbsolutePath();
    private static final int COMMAND_SECONDS = 120;

    private final Process script;
    private final String leader;
    private final Path share;

    private Machine(Process script, String leader, Path share) {
        this.script = script;
        this.leader = leader;
        this.share = share;
    }

    /** What this host lacks for a machine, in a line; empty when nothing. */
    static String obstacle() {
        return Command.run(COMMAND_SECONDS, List.of(SCRIPT.toString(), "--probe"))
                .output()
                .lines()
                .reduce((first, last) -> last)
                .orElse("");
    }

    /** Boots one on a root that stays as it is; {@code image} is an ext4 that it has at {@code /disk}. */
    static Machine boot(Path root, Path image, Path share, Path log) throws IOException {
        Process script = new ProcessBuilder(
                        SCRIPT.toString(),
                        "holdfast-it-" + ProcessHandle.current().pid(),
                        root.toString(),
                        image.toString(),
                        share.toString())
                .redirectError(log.toFile())
                .start();
        BufferedReader reader = script.inputReader();
        String line = reader.readLine();
        if (line == null || !line.startsWith("nspawn ")) {
            throw new AssertionError("did not boot: " + Files.readString(log));
        }
        String nspawn = line.substring("nspawn ".length());
        Path children = Path.of("/proc", nspawn, "task", nspawn, "children");
        try {
            await("a process 1", 60, () -> !leader(children).isEmpty());
            Machine machine = new Machine(script, leader(children), share);
            await("a running system", 180, machine::isUp);
            return machine;
        } catch (AssertionError e) {
            script.getOutputStream().close();
            throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    /** The machine's process 1 as this host numbers it; empty while there is none. The loader has another child before. */
    private static String leader(Path children) {
        for (String pid : read(children).strip().split(" ")) {
            if (!pid.isEmpty() && read(Path.of("/proc", pid, "status")).contains("NSpid:\t" + pid + "\t1\n")) {
                return pid;
            }
        }
        return "";
    }

    /** Whether nothing of the boot is left to do. Asked again and again: to wait for the answer hangs when it is asked too early. */
    private boolean isUp() {
        String state = run("systemctl is-system-running").output().strip();
        return state.equals("running") || state.equals("degraded");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // not yet, or no more
        }
    }

    /** Runs a line of shell as root. */
    Outcome run(String line) {
        return Command.run(COMMAND_SECONDS, words(line));
    }

    /** As above; its output. Fails when the line does. */
    String must(String line) {
        return Command.must(COMMAND_SECONDS, words(line));
    }

    /** Runs a line of shell as somebody else, who has logged in just now. */
    Outcome runAs(String user, String line) {
        return run("exec setpriv --reuid=" + user + " --regid=" + user + " --init-groups sh -c '" + line + "'");
    }

    private List<String> words(String line) {
        return new ArrayList<>(List.of(
                "nsenter",
                "-t",
                leader,
                "-m",
                "-u",
                "-i",
                "-n",
                "-p",
                "-C",
                "-r",
                "-w",
                "--",
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root",
                "LANG=C.UTF-8",
                "sh",
                "-c",
                line));
    }

    /** Gives it a file of this host; its name in there. */
    String give(Path file) throws IOException {
        Path there = share.resolve(file.getFileName());
        if (!Files.exists(there) || !Files.isSameFile(there, file)) {
            Files.deleteIfExists(there);
            Files.copy(file, there);
        }
        return "/share/" + file.getFileName();
    }

    /** Waits until something is so. */
    static void await(String what, int timeoutSeconds, BooleanSupplier isSo) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError("not within " + timeoutSeconds + " s: " + what);
            }
            sleepMs(250); // what is asked may cost as much
        }
    }

    static void sleepMs(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The line that takes a person inside. */
    String entrance() {
        return "nsenter -t " + leader + " -m -u -i -n -p -C -r -w -- bash -l";
    }

    /** Takes it down and waits for that. */
    @Override
    public void close() throws IOException {
        script.getOutputStream().close();
        try {
            if (!script.waitFor(30, TimeUnit.SECONDS)) {
                script.destroyForcibly();
                throw new AssertionError("the machine does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (script.exitValue() != 0) {
            throw new AssertionError("the machine left something behind: see target/machine.log");
        }
    }
}
