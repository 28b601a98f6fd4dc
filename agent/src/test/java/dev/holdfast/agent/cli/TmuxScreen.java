package dev.holdfast.agent.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real terminal, tmux, with a program in it: keys go in, the screen comes out. A server of its own, so that it meets no other;
 * close it.
 */
final class TmuxScreen implements AutoCloseable {
    private static final long PATIENCE_MS = 40_000;

    private final Path socket;

    private TmuxScreen(Path socket) {
        this.socket = socket;
    }

    /** Starts a command line of the shell in a screen of some size. */
    static TmuxScreen start(Path dir, int columns, int rows, Map<String, String> environment, String command)
            throws IOException, InterruptedException {
        Path socket = Files.createTempFile(dir, "tmux", "");
        Files.delete(socket);
        TmuxScreen screen = new TmuxScreen(socket);
        List<String> words = new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d"));
        words.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows)));
        environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.add(command);
        screen.tmux(words.toArray(new String[0]));
        return screen;
    }

    /** Types keys by their names in tmux; a text types itself. */
    void type(String... keys) throws IOException, InterruptedException {
        for (String key : keys) {
            tmux("send-keys", key);
        }
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** What is on the screen now, lines without blanks at their ends. */
    String text() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p");
    }

    /** What is on the screen with its colours as escape sequences. */
    String colours() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p", "-e");
    }

    /** A variable of tmux, such as {@code cursor_flag} or {@code alternate_on}. */
    String variable(String name) throws IOException, InterruptedException {
        return tmux("display-message", "-p", "#{" + name + "}").strip();
    }

    /** Waits until the screen is as it should be; what is on it then. */
    String await(String what, Predicate<String> asExpected) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        String text = text();
        while (!asExpected.test(text)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not there in " + PATIENCE_MS / 1000 + " s: " + what + "; on the screen:\n" + text);
            }
            Thread.sleep(100);
            text = text();
        }
        return text;
    }

    private String tmux(String... words) throws IOException, InterruptedException {
        // A server that hangs would have its client wait for ever, and no interrupt ends the reading of a pipe.
        List<String> command = new ArrayList<>(List.of("timeout", "60", "tmux", "-u", "-S", socket.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        builder.redirectInput(new File("/dev/null"));
        boolean starts = command.contains("new-session");
        if (starts) {
            // The server keeps the outputs of who started it, and a pipe would never end.
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        tmux("kill-server");
    }

    /** A program {@code holdfast} in a directory, made of the classes under test. */
    static Path program(Path dir) throws IOException {
        Path program = dir.resolve("holdfast");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -cp '"
                        + System.getProperty("java.class.path") + "' "
                        + Main.class.getName() + " \"$@\"\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + program);
        }
        return program;
    }
}
