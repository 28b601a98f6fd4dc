package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents that are planted: the text names the culprit, and the time to a step. A host without one is called quiet. */
class ExplainCommandTest {
    private static final long DAY_MS = 86_400_000L;
    private static final long MINUTE_MS = 60_000L;
    private static final long STEP_MS = 30_000L;
    /** 2026-11-22 00:00:00 UTC, the day of the test's clock. */
    private static final long MIDNIGHT_MS = TestConsole.NOW_MS - 12 * 60 * MINUTE_MS;
    /** 02:13:20 on that day, off every grid. */
    private static final long BEGIN_MS = MIDNIGHT_MS + 133 * MINUTE_MS + 20_000;

    private static final long END_MS = MIDNIGHT_MS + 180 * MINUTE_MS;

    @TempDir
    private Path dir;

    private TestConsole host(UnaryOperator<SyntheticHost> change) {
        return host(MIDNIGHT_MS, change);
    }

    private TestConsole host(long fromMs, UnaryOperator<SyntheticHost> change) {
        SyntheticHost host = change.apply(new SyntheticHost(fromMs, END_MS, 5_000));
        TestConsole console = TestConsole.storing(dir.resolve("data"), host.openMetrics());
        return console;
    }

    private static String explain(TestConsole console, String... more) {
        List<String> args = new ArrayList<>(List.of("explain"));
        args.addAll(List.of(more));
        args.addAll(List.of("--at", "03:00"));
        assertEquals(0, console.run(args.toArray(new String[0])), console.err());
        return console.out();
    }

    @Test
    void aCpuHogIsNamedWithTheTimeItBegan() throws IOException {
        TestConsole console = host(host -> host.cpu(time -> time >= BEGIN_MS ? 0.93 : 0.05));
        String text = explain(console, "cpu");
        assertTrue(text.contains("HIGH: CPU busy 9"), text);
        assertTrue(text.contains("CPU in mode user"), text);
        assertTrue(text.contains("core 0"), text);
        assertTrue(text.contains("the time before"), text);
        assertTrue(text.contains("Which process it was"), text);
        List<Found> found = found(console, "cpu");
        assertSince(found, "busy", "", BEGIN_MS);
        assertSince(found, "user", "", BEGIN_MS);
        assertTrue(found.stream().noneMatch(each -> each.measure.equals("system") && each.sinceMs != 0), text);
    }

    @Test
    void oneThatIsOverHasAnEnd() throws IOException {
        long overMs = BEGIN_MS + 9 * MINUTE_MS;
        TestConsole console = host(host -> host.cpu(time -> time >= BEGIN_MS && time < overMs ? 0.93 : 0.05));
        String text = explain(console, "cpu");
        assertTrue(text.contains(" to 02:22:"), text);
        Found busy = assertSince(found(console, "cpu"), "busy", "", BEGIN_MS);
        assertTrue(Math.abs(busy.untilMs - overMs) <= STEP_MS, () -> "untilMs=" + busy.untilMs);
    }

    @Test
    void oneThatBeganBeforeTheHourIsFollowedBack() throws IOException {
        long longAgoMs = MIDNIGHT_MS + 47 * MINUTE_MS + 10_000;
        TestConsole console = host(host -> host.cpu(time -> time >= longAgoMs ? 0.93 : 0.05));
        assertSince(found(console, "cpu"), "busy", "", longAgoMs);
    }

    @Test
    void yesterdayAtTheSameTimeIsWhatItIsComparedWith() {
        TestConsole console = host(MIDNIGHT_MS - DAY_MS, host -> host.cpu(time -> time >= BEGIN_MS ? 0.93 : 0.2));
        String text = explain(console, "cpu");
        assertTrue(text.contains("; the same time yesterday 2"), text);
    }

    @Test
    void aMemoryLeakIsALineThatFalls() throws IOException {
        double gib = 1L << 30;
        TestConsole console = host(host -> host.gauge(
                "node_memory_MemAvailable_bytes",
                time -> gib * (6 - 5.0 * Math.max(0, time - BEGIN_MS) / (END_MS - BEGIN_MS))));
        String text = explain(console, "memory");
        assertTrue(text.contains("HIGH: memory available falls, since 02:1"), text);
        assertTrue(text.contains("at this rate none is left in 9m"), text);
        assertSince(found(console, "memory"), "available", "", BEGIN_MS);
    }

    @Test
    void aFillingDiskIsNamedWithTheTimeItIsFull() throws IOException {
        double gib = 1L << 30;
        String labels = "{device=\"/dev/sda1\",fstype=\"ext4\",mountpoint=\"/var\"}";
        TestConsole console = host(host -> {
            for (String name : new String[] {"node_filesystem_free_bytes", "node_filesystem_avail_bytes"}) {
                host.gauge(
                        name + labels, time -> gib * (60 - 55.0 * Math.max(0, time - BEGIN_MS) / (END_MS - BEGIN_MS)));
            }
            return host;
        });
        String text = explain(console, "disk");
        assertTrue(text.contains("HIGH: space left on /var falls, since 02:1"), text);
        assertTrue(text.contains("space left on /var: 5.00GB, falling by 70."), text);
        assertTrue(text.contains("full /var: 95.0% now"), text);
        assertTrue(text.contains("none is left in 4m 14s"), text);
        List<Found> found = found(console, "disk");
        assertSince(found, "space", "/var", BEGIN_MS);
        assertTrue(found.stream().noneMatch(each -> each.name.equals("/") && each.sinceMs != 0), text);
    }

    @Test
    void aSaturatedLinkIsNamedWithItsDrops() throws IOException {
        TestConsole console = host(host -> host.rate(
                        "node_network_transmit_bytes_total{device=\"eth1\"}",
                        time -> time >= BEGIN_MS ? 120e6 : 100_000)
                .rate("node_network_transmit_drop_total{device=\"eth1\"}", time -> time >= BEGIN_MS ? 300 : 0));
        String text = explain(console, "network");
        assertTrue(text.contains("HIGH: link full, outgoing eth1 "), text);
        assertTrue(text.contains("dropped, outgoing eth1: "), text);
        List<Found> found = found(console, "network");
        assertSince(found, "transmit_link", "eth1", BEGIN_MS);
        assertSince(found, "transmit_drops", "eth1", BEGIN_MS);
        assertTrue(found.stream().noneMatch(each -> each.name.equals("eth0") && each.sinceMs != 0), text);
    }

    @Test
    void killsForWantOfMemoryAreCounted() {
        TestConsole console = host(host ->
                host.rate("node_vmstat_oom_kill", time -> time >= BEGIN_MS && time < BEGIN_MS + 5_000 ? 0.2 : 0));
        String text = explain(console, "memory");
        assertTrue(text.contains("HIGH: killed, out of memory, from 02:1"), text);
    }

    /** The canary of all of them: what is found is not always there. */
    @Test
    void aQuietHostIsCalledQuiet() {
        TestConsole console = host(host -> host);
        for (String topic : new String[] {"cpu", "memory", "disk", "network"}) {
            String text = explain(console, topic);
            assertTrue(text.contains("Nothing stands out."), text);
        }
        assertTrue(explain(console, "memory").contains("no data of: "), console.out());
    }

    @Test
    void theExpressionsCanBeAskedAgain() {
        TestConsole console = host(host -> host.cpu(time -> time >= BEGIN_MS ? 0.93 : 0.05));
        List<String> expressions = new ArrayList<>();
        for (String topic : new String[] {"cpu", "memory", "disk", "network"}) {
            explain(console, topic)
                    .lines()
                    .filter(line -> line.startsWith("      ") && !line.contains("average"))
                    .forEach(line -> expressions.add(line.strip()));
        }
        assertTrue(expressions.size() > 15, expressions::toString);
        for (String expression : expressions) {
            assertEquals(0, console.run("query", "--at", "03:00", expression), () -> expression + console.err());
            assertEquals("", console.err(), expression);
        }
    }

    /** The canary is the other terminal: there are curves to be drawn. */
    @Test
    void whereThereIsAsciiOnlyNothingElseIsPrinted() {
        TestConsole console = host(host -> host.cpu(time -> time >= BEGIN_MS ? 0.93 : 0.05));
        for (String command : new String[] {"explain cpu", "explain memory", "top --once"}) {
            String[] args = (command + " --at 03:00").split(" ");
            assertEquals(0, console.terminal(wide(true)).run(args), console.err());
            assertTrue(console.out().chars().anyMatch(c -> c >= 0x2581), console.out());
            assertEquals(0, console.terminal(wide(false)).run(args), console.err());
            assertTrue(console.out().chars().allMatch(c -> c < 0x7f), console.out());
        }
    }

    private static Terminal wide(boolean unicode) {
        return new Terminal(true, true, 120, 40, false, unicode);
    }

    @Test
    void withoutDataItSaysWhereThereIsSome() {
        TestConsole console = host(host -> host);
        assertEquals(ExitStatus.NO_INPUT, console.run("explain", "cpu", "--at", "11:00"));
        assertTrue(
                console.err().contains("samples here are from 2026-11-22 00:00:00 UTC to 2026-11-22 03:00:00 UTC"),
                console.err());
        assertEquals(ExitStatus.USAGE, console.run("explain", "kernel"));
        assertEquals(ExitStatus.USAGE, console.run("explain"));
    }

    @Test
    void aHostThatIsNotThereIsSaidToBeNone() {
        TestConsole console = host(host -> host);
        for (String command : new String[] {"explain cpu", "top --once"}) {
            assertEquals(ExitStatus.NO_INPUT, console.run((command + " --at 03:00 --instance db7").split(" ")));
            assertTrue(console.err().contains("no such host, --instance: \"db7\"; "), console.err());
        }
    }

    /** A label's value may hold what ends a text in PromQL. */
    @Test
    void aHostWithQuotesInItsNameIsExplained() {
        StringBuilder input = new StringBuilder();
        for (String name : new String[] {"node_load1", "node_procs_running"}) {
            input.append("# TYPE ").append(name).append(" gauge\n");
            for (long timeMs = END_MS - 600_000; timeMs <= END_MS; timeMs += 15_000) {
                input.append(name).append("{instance=\"rack \\\"7\\\"\"} 1.5 ");
                input.append(timeMs / 1000).append('\n');
            }
        }
        TestConsole console = new TestConsole(dir.resolve("data")).input(input + "# EOF\n");
        assertEquals(0, console.run("import", "-"), console.err());
        String text = explain(console, "cpu", "--instance", "rack \"7\"");
        assertTrue(text.contains("CPU of rack \"7\", "), text);
    }

    @Test
    void aRealHostIsExplained() throws IOException {
        Path file = dir.resolve("host.om.gz");
        try (InputStream in = ExplainCommandTest.class.getResourceAsStream("/host-1hz.om.gz")) {
            Files.copy(in, file);
        }
        TestConsole console = new TestConsole(dir.resolve("data"));
        assertEquals(0, console.run("import", file.toString()), console.err());
        for (String topic : new String[] {"cpu", "memory", "disk", "network"}) {
            assertEquals(0, console.run("explain", topic, "--at", "06:24", "--since", "20m"), console.err());
            assertTrue(console.out().contains("Not known here"), console.out());
            assertTrue(console.out().contains(" of h1, 2026-11-22 06:04:00 to 06:24:00 UTC"), console.out());
        }
        assertEquals(ExitStatus.NO_INPUT, console.run("explain", "cpu", "--at", "06:24", "--instance", "db7"));
        assertTrue(console.err().contains("\"db7\"; there is h1"), console.err());
    }

    /** What is said of one series. */
    private static final class Found {
        private String measure = "";
        private String name = "";
        private long sinceMs;
        private long untilMs;
    }

    private static Found assertSince(List<Found> found, String measure, String name, long expectedMs) {
        Found one = found.stream()
                .filter(each -> each.measure.equals(measure) && each.name.equals(name))
                .findFirst()
                .orElseThrow();
        assertTrue(
                Math.abs(one.sinceMs - expectedMs) <= STEP_MS,
                () -> measure + " since " + one.sinceMs + ", began " + expectedMs);
        return one;
    }

    private static List<Found> found(TestConsole console, String topic) throws IOException {
        List<Found> all = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(explain(console, topic, "-o", "json"))) {
            Found current = new Found();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "measure" -> {
                        current = new Found();
                        all.add(current);
                        current.measure = parser.getText();
                    }
                    case "device", "mountpoint", "cpu" -> current.name = parser.getText();
                    case "sinceMs" -> current.sinceMs = parser.getLongValue();
                    case "untilMs" -> current.untilMs = parser.getLongValue();
                    default -> {}
                }
            }
        }
        return all;
    }
}
