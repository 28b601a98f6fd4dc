package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants a secret of each kind, has the agent send all of them to a receiver that quotes whatever it gets, and looks for them
 * wherever the agent leaves words.
 */
@Timeout(120)
class SecretLeakIT {
    private static final String CANARY = "c4nary";
    private static final int KINDS = 10;

    @TempDir
    private Path dir;

    @Test
    void noSecretIsInAnyWordOfTheAgent() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> quoteAll(exchange, received));
        receiver.start();
        Path config = write(
                "h.yml",
                configuration("http://127.0.0.1:" + receiver.getAddress().getPort()));
        Path data = dir.resolve("data");
        Path log = dir.resolve("log");
        Process agent = start(config, data, log);
        Map<String, String> words = new ConcurrentHashMap<>();
        try {
            for (int i = 0; i < 300 && received.size() < KINDS; i++) {
                Thread.sleep(100);
                assertTrue(agent.isAlive(), () -> read(log));
            }
            Thread.sleep(1_500); // answers are written down
            words.put("command line", read(Path.of("/proc/" + agent.pid() + "/cmdline")));
            TestConsole console = new TestConsole(data).variable("PLANTED", "pl4nted-variable");
            for (String command : List.of(
                    "status",
                    "status -o json",
                    "config show " + config,
                    "config check " + config,
                    "status --storage")) {
                assertEquals(0, console.run(command.split(" ")), console.err());
                words.put(command, console.out() + console.err());
            }
        } finally {
            agent.destroy();
            assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
            receiver.stop(0);
        }
        assertEquals(KINDS, received.size(), "what was really sent: " + received);
        words.put("log", read(log));
        try (Stream<Path> files = Files.walk(data)) {
            files.filter(Files::isRegularFile).forEach(file -> words.put(file.toString(), read(file)));
        }
        words.forEach((where, text) -> {
            assertFalse(text.contains("pl4nted"), () -> where + " shows a secret: " + text);
            for (String pair : List.of("u:pl4nted-password", "u:pl4nted-in-password-file")) {
                assertFalse(text.contains(base64(pair)), () -> where + " shows a password: " + text);
            }
        });
        assertTrue(words.get("log").contains(CANARY), "the answers are not in the log: " + words.get("log"));
        assertTrue(words.get("status").contains(CANARY), "nor in the status: " + words.get("status"));
    }

    private String configuration(String url) throws IOException {
        return """
                interval: 200ms
                remote_write:
                  - {name: a, url: "%1$s/a?token=pl4nted-query", basic_auth: {username: u, password: pl4nted-password}}
                  - {name: b, url: "%1$s/b", basic_auth: {username: u, password_file: %2$s}}
                  - {name: c, url: "%1$s/c", authorization: {credentials: pl4nted-credentials}}
                  - {name: d, url: "%1$s/d", authorization: {credentials_file: %3$s}}
                  - {name: e, url: "%1$s/e", bearer_token: "${PLANTED}"}
                  - name: f
                    url: %1$s/f
                    headers: {X-A: pl4nted-header}
                    http_headers:
                      X-B: {values: [pl4nted-value]}
                      X-C: {secrets: [pl4nted-secret]}
                      X-D: {files: [%4$s]}
                """.formatted(
                        url,
                        write("password", "pl4nted-in-password-file\n"),
                        write("token", "pl4nted-in-credentials-file\n"),
                        write("header", "pl4nted-in-header-file\n"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    /** Remembers the secrets in a request and says all of them back. */
    private static void quoteAll(HttpExchange exchange, Set<String> received) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            List<String> found = new ArrayList<>();
            String query = exchange.getRequestURI().getQuery();
            found.add(query == null ? "" : query.substring(query.indexOf('=') + 1));
            exchange.getRequestHeaders().values().forEach(found::addAll);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null && authorization.startsWith("Basic ")) {
                found.add(new String(
                                Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                                StandardCharsets.UTF_8)
                        .substring("u:".length()));
            }
            found.stream()
                    .filter(text -> text.contains("pl4nted"))
                    .map(text -> text.substring(text.lastIndexOf(' ') + 1))
                    .forEach(received::add);
            String text = CANARY + " "
                    + String.join(
                            " ", found.stream().filter(one -> one.length() > 5).toList());
            byte[] answer = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static Process start(Path config, Path data, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "run", "--config", config.toString(), "--data", data.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PLANTED", "pl4nted-variable");
        return builder.start();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
