package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.OtlpPoint;
import dev.holdfast.forwarder.testing.OtlpReceiver;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real agent with an upstream that takes OTLP and one that is down: what it says of itself, here and there. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class SelfIT {
    @TempDir
    private Path dir;

    private void configure(String otlpUrl, int deadPort, String age) throws IOException {
        Files.writeString(dir.resolve("c.yml"), """
                interval: 200ms
                collectors: {holdfast: {interval: 1s}}
                remote_write:
                  - {name: dead, url: "http://127.0.0.1:%d/write", max_undelivered_age: %s}
                otlp:
                  - {name: collector, url: "%s", order: free, queue_config: {batch_send_deadline: 500ms}}
                """.formatted(deadPort, age, otlpUrl));
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whatAnAgentSaysOfItselfIsTrue() throws Exception {
        Path data = dir.resolve("data");
        Path log = dir.resolve("log");
        TestConsole console = new TestConsole(data);
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            int port = deadPort();
            configure(receiver.url().toString(), port, "10s");
            Process agent = start(log, data);
            try {
                await(log, () -> console.run("status", "--check") == ExitStatus.OK);
                assertEquals("ready\n", console.out());
                await(
                        log,
                        () -> point(receiver, "holdfast_upstream_pending_samples")
                                .isPresent());
                checkPoints(receiver);

                await(log, () -> console.run("status", "--check") == ExitStatus.NO);
                assertTrue(
                        console.out()
                                .matches(
                                        "not ready: upstream dead: oldest undelivered sample 1[0-9]s old, more than 10s\n"),
                        console.out());
                assertEquals(0, console.run("status"));
                String status = console.out();
                assertTrue(status.contains("\nready      no: upstream dead: oldest undelivered"), status);
                assertTrue(
                        status.matches(
                                "(?s).*\nupstream   collector\n.*\nrate       [1-9][0-9,]* samples/s, up to date\n.*"),
                        status);
                assertTrue(
                        status.matches(
                                "(?s).*\nupstream   dead\n.*\nrate       0 samples/s, never done at this rate: .*"),
                        status);
                assertEquals(0, console.run("status", "-o", "json"));
                assertTrue(console.out().contains("\"ready\":false,\"notReady\":[\"upstream dead: "), console.out());
                await(log, () -> point(receiver, "holdfast_ready").orElseThrow().bits() == 0L);

                configure(receiver.url().toString(), port, "1h");
                assertEquals(0, console.run("reload"), console.err());
                assertEquals("reloaded: upstream dead max_undelivered_age 10s -> 1h\n", console.out());
                await(log, () -> console.run("status", "--check") == ExitStatus.OK);
                String said = Files.readString(log);
                assertTrue(said.contains(" not ready: upstream dead: ") && said.contains(" ready again"), said);
            } finally {
                agent.destroy();
                assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
            }
        }
        assertEquals(ExitStatus.NO, console.run("status", "--check"));
        assertTrue(console.out().startsWith("not ready: the agent is not running"), console.out());
        assertEquals(0, console.run("query", "--at", "now", "holdfast_ready"));
    }

    /** Their host is named, their units are known, and counts that go on through restarts claim no start. */
    private static void checkPoints(OtlpReceiver receiver) throws IOException {
        String hostName = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        OtlpPoint pending = point(receiver, "holdfast_upstream_pending_samples").orElseThrow();
        assertEquals(
                hostName,
                pending.resource().get("host.name"),
                () -> pending.resource().toString());
        assertEquals("linux", pending.resource().get("os.type"));
        assertEquals("gauge", pending.form());
        assertFalse(pending.description().isEmpty());
        OtlpPoint age =
                point(receiver, "holdfast_upstream_oldest_pending_age_seconds").orElseThrow();
        assertEquals("s", age.unit());
        OtlpPoint sent = point(receiver, "holdfast_upstream_samples_sent_total").orElseThrow();
        assertEquals("counter", sent.form());
        assertEquals(0, sent.startNanos());
        OtlpPoint cpu = point(receiver, "node_cpu_seconds_total").orElseThrow();
        assertNotEquals(0, cpu.startNanos());
    }

    private static Optional<OtlpPoint> point(OtlpReceiver receiver, String metric) {
        return receiver.requests().stream()
                .flatMap(request -> request.points().stream())
                .filter(point -> point.metric().equals(metric) && point.bits() != null)
                .reduce((before, after) -> after.timeNanos() >= before.timeNanos() ? after : before);
    }

    private Process start(Path log, Path data) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "--config",
                        dir.resolve("c.yml").toString(),
                        "--data",
                        data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private static void await(Path log, BooleanSupplier condition) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not within 30 s; the log:\n" + Files.readString(log));
    }
}
