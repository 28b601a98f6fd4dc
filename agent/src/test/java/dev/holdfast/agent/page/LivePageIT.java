package dev.holdfast.agent.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real agent that samples this host and has two upstreams, one of them down. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class LivePageIT {
    @TempDir
    private Path dir;

    private Holdfast start(String log) throws Exception {
        return Holdfast.start(
                dir.resolve(log),
                List.of(),
                "run",
                "--config",
                dir.resolve("c.yml").toString(),
                "--data",
                dir.resolve("data").toString());
    }

    @Test
    void whatTheAgentDoesIsShown() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        receiver.start();
        Files.writeString(
                dir.resolve("c.yml"), """
                interval: 1s
                api: {listen: "127.0.0.1:0"}
                remote_write:
                  - {name: central, url: "http://127.0.0.1:%d/write", protocol: "1.0", queue_config: {batch_send_deadline: 500ms}}
                  - {name: depot, url: "http://127.0.0.1:%d/write"}
                """.formatted(receiver.getAddress().getPort(), Holdfast.freePort()));
        try (Browser browser = new Browser(dir.resolve("browser"))) {
            PageCheck check = new PageCheck(browser);
            // A first life, and a pause before the second: a gap with a reason.
            try (Holdfast first = start("first.log")) {
                browser.open(first.url());
                check.awaitOverview();
                browser.open("about:blank");
            }
            Thread.sleep(3000);
            try (Holdfast agent = start("second.log")) {
                look(browser, check, agent);
            }
        } finally {
            receiver.stop(0);
        }
    }

    private static void look(Browser browser, PageCheck check, Holdfast agent) throws Exception {
        browser.console();
        browser.open(agent.url() + "#overview?range=5m");
        check.awaitOverview();
        String hostName = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertEquals(hostName, browser.text("document.getElementById('host').textContent"));
        browser.await("document.getElementById('health').textContent", "ready"::equals);
        browser.await(
                "document.querySelector('.bars').innerText",
                text -> text.contains("central")
                        && text.contains("delivered")
                        && text.contains("depot")
                        && text.contains("pending"));
        browser.await("document.querySelector('.bars').innerText", text -> text.contains("missed"));
        browser.await(
                "document.querySelector('#panel-cpu .legend').innerText",
                text -> text.matches("(?s)user\\s+[0-9.<]+ %.*"));
        Picture picture = browser.picture();
        picture.save("live");
        assertEquals(List.of(), check.faults(picture));

        // It goes on by itself, a few small questions at a time.
        int before = requests(browser);
        long beganMs = System.currentTimeMillis();
        Thread.sleep(6_000);
        double perSecond = (requests(browser) - before) * 1000.0 / (System.currentTimeMillis() - beganMs);
        assertTrue(perSecond > 0.1 && perSecond < 1, "requests a second: " + perSecond);

        // The words of a bar, by keyboard: the gap comes first, since it is what matters.
        browser.keys("d");
        browser.await("document.querySelectorAll('#delivery .bar-track').length", "3"::equals);
        browser.await(
                "document.querySelector('#delivery').innerText",
                text -> text.contains("delivering")
                        && text.contains("connection refused")
                        && text.contains("the agent did not run"));
        browser.run("document.querySelector('#main').focus()");
        browser.keys(Browser.TAB);
        browser.await(
                "document.querySelector('#delivery .bar-words').textContent",
                text -> text.contains("missed, the agent did not run"));
        browser.keys(Browser.LEFT);
        browser.await(
                "document.querySelector('#delivery .bar-words').textContent",
                text -> text.contains("collected, every tick is there"));
        Picture delivery = browser.picture();
        delivery.save("delivery");
        assertEquals(List.of(), check.faults(delivery));
    }

    private static int requests(Browser browser) throws Exception {
        return Integer.parseInt(browser.text(
                "performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/')).length"));
    }
}
