package dev.holdfast.agent.page;

import java.io.File;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium, driven over W3C WebDriver. One thread; closing ends both processes.
 *
 * <p>Written here since what is needed of the protocol is a page, and the usual library brings two dozen jars.
 */
final class Browser implements AutoCloseable {
    static final String ENTER = "\uE007";
    static final String TAB = "\uE004";
    static final String ESCAPE = "\uE00C";
    static final String LEFT = "\uE012";
    static final String DOWN = "\uE015";

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--window-size=1440,900");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process driver;
    private final String base;
    private String session = "";

    /** @param dir for the profile and the driver's log; a new one for each browser */
    Browser(Path dir) throws IOException, InterruptedException {
        Files.createDirectories(dir);
        int port = freePort();
        base = "http://127.0.0.1:" + port;
        driver = new ProcessBuilder("chromedriver", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("chromedriver.log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        boolean open = false;
        try {
            awaitDriver();
            List<String> flags = new ArrayList<>(FLAGS);
            flags.add("--user-data-dir=" + dir.resolve("profile"));
            Object made = call(
                    "POST",
                    "/session",
                    Map.of(
                            "capabilities",
                            Map.of(
                                    "alwaysMatch",
                                    Map.of(
                                            "browserName", "chrome",
                                            "goog:loggingPrefs", Map.of("browser", "ALL"),
                                            "goog:chromeOptions", Map.of("args", flags)))));
            session = "/session/" + Json.at(made, "sessionId");
            open = true;
        } finally {
            if (!open) {
                driver.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitDriver() throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            try {
                call("GET", "/status", null);
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        throw new IOException("chromedriver does not answer at " + base);
    }

    /** Opens an address, and waits until it is loaded. */
    void open(String url) throws IOException, InterruptedException {
        call("POST", session + "/url", Map.of("url", url));
    }

    /** What a script returns. */
    @Nullable
    Object run(String script, Object... arguments) throws IOException, InterruptedException {
        return call("POST", session + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** What an expression of JavaScript is, as a text. */
    String text(String expression) throws IOException, InterruptedException {
        return String.valueOf(run("return String(" + expression + ")"));
    }

    /** Waits until an expression of JavaScript, as a text, is as it should be. */
    String await(String expression, Predicate<String> condition) throws IOException, InterruptedException {
        String text = "";
        for (int i = 0; i < 300; i++) {
            text = text(expression);
            if (condition.test(text)) {
                return text;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not within 30 s: " + expression + " is still: " + text + "\nconsole: " + console());
    }

    /** Presses keys, one after the other, as somebody at a keyboard does. */
    void keys(String... keys) throws IOException, InterruptedException {
        List<Object> actions = new ArrayList<>();
        for (String text : keys) {
            text.codePoints().mapToObj(Character::toString).forEach(key -> {
                actions.add(Map.of("type", "keyDown", "value", key));
                actions.add(Map.of("type", "keyUp", "value", key));
            });
        }
        call(
                "POST",
                session + "/actions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", actions))));
    }

    /** Draws the pointer with its button down from one place of the window to another. */
    void drag(int fromX, int fromY, int toX, int toY) throws IOException, InterruptedException {
        List<Object> actions = List.of(
                Map.of("type", "pointerMove", "x", fromX, "y", fromY, "duration", 0),
                Map.of("type", "pointerDown", "button", 0),
                Map.of("type", "pointerMove", "x", toX, "y", toY, "duration", 100),
                Map.of("type", "pointerUp", "button", 0));
        call(
                "POST",
                session + "/actions",
                Map.of("actions", List.of(Map.of("type", "pointer", "id", "mouse", "actions", actions))));
    }

    /** The size of what the page sees as its window. */
    void resize(int width, int height) throws IOException, InterruptedException {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system says that people like, "dark" or "light". */
    void prefer(String scheme) throws IOException, InterruptedException {
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @Nullable
    Object devTools(String command, Map<String, ?> parameters) throws IOException, InterruptedException {
        return call("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /** The page as it looks, all of its length. */
    Picture picture() throws IOException, InterruptedException {
        long width = Long.parseLong(text("innerWidth"));
        long height = Long.parseLong(text("document.documentElement.scrollHeight"));
        Object answer = devTools(
                "Page.captureScreenshot",
                Map.of(
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "scale", 1, "width", width, "height", height)));
        return Picture.of(Base64.getDecoder().decode(String.valueOf(Json.at(answer, "data"))));
    }

    /** What the browser wrote to its console since the last call, a line each. */
    List<String> console() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        if (call("POST", session + "/se/log", Map.of("type", "browser")) instanceof List<?> entries) {
            entries.forEach(entry -> lines.add(Json.at(entry, "level") + " " + Json.at(entry, "message")));
        }
        return lines;
    }

    private @Nullable Object call(String method, String path, @Nullable Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.write(body));
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        HttpResponse<String> response =
                client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Object value = Json.at(Json.read(response.body()), "value");
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + Json.at(value, "error") + ": " + Json.at(value, "message"));
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        try {
            if (!session.isEmpty()) {
                call("DELETE", session, null);
            }
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly();
        }
    }
}
