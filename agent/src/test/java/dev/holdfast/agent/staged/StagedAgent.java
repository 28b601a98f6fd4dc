package dev.holdfast.agent.staged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A process of the staged program that stays: the agent, or {@code serve}. {@link #close} kills it. */
final class StagedAgent implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("(?:at|questions at) (https?://\\S+/)");
    private static final int WAIT_S = 90;

    private final Process process;
    private final Path log;
    private final HttpClient client;

    private StagedAgent(Process process, Path log, HttpClient client) {
        this.process = process;
        this.log = log;
        this.client = client;
    }

    static StagedAgent start(Path log, SSLContext trust, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
        return new StagedAgent(builder.start(), log, client);
    }

    long pid() {
        return process.pid();
    }

    String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("not seen: " + what + "; the log:\n" + log());
            }
            Thread.sleep(50);
        }
    }

    void awaitLine(String text) throws IOException, InterruptedException {
        await(text, () -> {
            try {
                return log().contains(text);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Asks the API; the body, of a status that is expected. */
    String ask(String path) throws IOException, InterruptedException {
        awaitLine("http");
        Matcher url = URL.matcher(log());
        if (!url.find()) {
            throw new AssertionError(log());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.group(1) + path))
                .timeout(Duration.ofSeconds(WAIT_S))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body() + log());
        }
        return answer.body();
    }

    void hangUp() throws IOException, InterruptedException {
        Command.run("kill", "-HUP", Long.toString(process.pid())).expect(0);
    }

    /** As a service manager stops it. */
    void terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(WAIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("does not end in order:\n" + log());
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
