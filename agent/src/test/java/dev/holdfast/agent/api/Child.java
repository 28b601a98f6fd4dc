package dev.holdfast.agent.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another process: holdfast itself, promtool, prometheus. Ends with {@link #close}. */
final class Child implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("(?:at|questions at) (http\\S+/)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Child start(Path log, List<String> command) throws IOException {
        return new Child(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** The program, as the launcher starts the agent; options that begin with -D or -X go to Java. */
    static Child holdfast(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-XX:+ExitOnOutOfMemoryError"));
        Arrays.stream(arguments).filter(Child::isForJava).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.holdfast.agent.cli.Main"));
        Arrays.stream(arguments).filter(argument -> !isForJava(argument)).forEach(command::add);
        return start(log, command);
    }

    private static boolean isForJava(String argument) {
        return argument.startsWith("-D") || argument.startsWith("-X");
    }

    /** What a command that ends by itself printed; its status must be the one that is expected. */
    static String run(int status, Path log, List<String> command) throws IOException, InterruptedException {
        try (Child child = start(log, command)) {
            return child.ended(status);
        }
    }

    /** The same of the program. */
    static String runHoldfast(int status, Path log, String... arguments) throws IOException, InterruptedException {
        try (Child child = holdfast(log, arguments)) {
            return child.ended(status);
        }
    }

    private String ended(int status) throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + log());
        }
        if (process.exitValue() != status) {
            throw new AssertionError("ended with " + process.exitValue() + ", not " + status + ": " + log());
        }
        return log();
    }

    String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** Waits for a text in the log. */
    void awaitLine(String text) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            if (log().contains(text)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no \"" + text + "\" in: " + log());
    }

    /** The URL that it says it answers at. */
    String url() throws IOException, InterruptedException {
        awaitLine("http");
        Matcher url = URL.matcher(log());
        if (!url.find()) {
            throw new AssertionError(log());
        }
        return url.group(1);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** As a service manager ends it; the status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }

    static HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
