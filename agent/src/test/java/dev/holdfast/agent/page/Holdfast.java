package dev.holdfast.agent.page;

import dev.holdfast.agent.cli.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A holdfast that answers over HTTP, in a process of its own. */
final class Holdfast implements AutoCloseable {
    private static final Pattern URL = Pattern.compile(" at (http://127\\.0\\.0\\.1:\\d+/)");

    private final Process process;
    private final Path log;
    private final String url;

    private Holdfast(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        this.url = awaitUrl();
    }

    /** Starts a command that listens; files in some directories are found before those of the program. */
    static Holdfast start(Path log, List<Path> before, String... arguments) throws IOException, InterruptedException {
        List<String> path = new ArrayList<>();
        before.forEach(directory -> path.add(directory.toString()));
        path.add(System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, path),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new Holdfast(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(new File("/dev/null"))
                        .start(),
                log);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where it answers, with a slash at the end. */
    String url() {
        return url;
    }

    private String awaitUrl() throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            Matcher matcher = URL.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new AssertionError("it does not listen; the log:\n" + Files.readString(log));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
