package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.Snapshot;
import dev.holdfast.storage.StoreReader;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the product, on the real thing: an agent, a Prometheus and a VictoriaMetrics. Both receivers die, the agent
 * is killed and started again while they are away, they come back; then they hold every sample that the store holds.
 */
class OutageIT {
    @TempDir
    Path directory;

    @Test
    void everySampleArrivesThoughReceiversAndAgentDieInBetween() throws Exception {
        int prometheusPort = Peer.freePort();
        int victoriaPort = Peer.freePort();
        Path data = directory.resolve("data");
        Path log = directory.resolve("agent.log");
        Path config =
                Files.writeString(directory.resolve("holdfast.yaml"), """
                remote_write:
                  - name: prometheus
                    url: http://127.0.0.1:%d/api/v1/write
                    order: strict
                    queue_config: {batch_send_deadline: 1s, max_backoff: 1s}
                  - name: victoria
                    url: http://127.0.0.1:%d/api/v1/write
                    order: free
                    queue_config: {batch_send_deadline: 1s, max_backoff: 1s}
                """.formatted(prometheusPort, victoriaPort));
        String[] run = {"run", "--config", config.toString(), "--data", data.toString(), "--interval", "200ms"};
        try (Peer prometheus = Peer.prometheus(directory, prometheusPort);
                Peer victoria = Peer.victoriaMetrics(directory, victoriaPort)) {
            prometheus.start();
            victoria.start();
            try (AgentProcess agent = AgentProcess.start(log, run)) {
                Thread.sleep(6_000);
                assertAnswers(data);
                assertTrue(statusShows(data, "204", "200"), AgentProcess.run("status", "--data", data.toString()));
                prometheus.kill();
                // VictoriaMetrics acknowledges what it holds in memory only: kill -9 would lose what it said it has.
                victoria.terminate();
                Thread.sleep(5_000);
                assertAnswers(data);
                assertTrue(agent.isAlive(), Files.readString(log));
                agent.kill();
            }
            assertAnswers(data);
            try (AgentProcess agent = AgentProcess.start(log, run)) {
                Thread.sleep(6_000);
                assertAnswers(data);
                prometheus.start();
                victoria.start();
                awaitDelivery(data);
                assertEquals(0, agent.terminate(), "a clean stop");
            }
            // What the last second left is sent by the next start; then the store is at rest.
            try (AgentProcess agent = AgentProcess.start(log, run)) {
                awaitDelivery(data);
                agent.terminate();
            }
            compare(data, prometheusPort, victoriaPort);
        } catch (AssertionError | Exception e) {
            System.err.println(Files.exists(log) ? Files.readString(log) : "no log");
            throw e;
        }
    }

    private static void assertAnswers(Path data) throws Exception {
        String answer =
                AgentProcess.run("query", "--data", data.toString(), "-o", "json", "count(node_cpu_seconds_total)");
        assertTrue(answer.contains("\"status\":\"success\"") && answer.contains("\"value\""), answer);
    }

    private static boolean statusShows(Path data, String... either) throws Exception {
        String status = AgentProcess.run("status", "--data", data.toString(), "-o", "json");
        for (String text : either) {
            if (status.contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Waits until every ledger covers what there was when the wait began. */
    private static void awaitDelivery(Path data) throws Exception {
        List<TimeRange> populated;
        try (StoreReader reader = StoreReader.open(data);
                Snapshot snapshot = reader.snapshot()) {
            populated = snapshot.populated();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            try (StoreReader reader = StoreReader.open(data)) {
                boolean done = reader.ledgerNames().size() == 2;
                for (String name : reader.ledgerNames()) {
                    done &= pending(reader, name, populated).isEmpty();
                }
                if (done) {
                    return;
                }
            }
            assertFalse(
                    System.nanoTime() > deadline,
                    "not delivered within 90 s:\n" + AgentProcess.run("status", "--data", data.toString()));
            Thread.sleep(500);
        }
    }

    private static List<TimeRange> pending(StoreReader reader, String ledger, List<TimeRange> populated) {
        List<TimeRange> pending = new ArrayList<>();
        for (TimeRange range : populated) {
            pending.addAll(reader.ledgerIntervals(ledger).pending(range));
        }
        return pending;
    }

    private static void compare(Path data, int prometheusPort, int victoriaPort) throws Exception {
        Map<Labels, TreeMap<Long, Long>> local = new HashMap<>();
        Map<String, TimeRange> delivered = new HashMap<>();
        long count = 0;
        long newest;
        try (StoreReader reader = StoreReader.open(data);
                Snapshot snapshot = reader.snapshot()) {
            newest = snapshot.timeRange().toExclusiveMs();
            for (String name : reader.ledgerNames()) {
                List<TimeRange> pending = pending(reader, name, snapshot.populated());
                assertTrue(pending.size() <= 1, name + ": holes in what was delivered: " + pending);
                delivered.put(
                        name,
                        new TimeRange(
                                0, pending.isEmpty() ? newest : pending.get(0).fromInclusiveMs()));
            }
            for (Series series : snapshot.select(List.of(), TimeRange.ALL)) {
                TreeMap<Long, Long> samples = new TreeMap<>();
                SampleCursor cursor = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                while (cursor.next()) {
                    samples.put(cursor.timestampMs(), cursor.valueBits());
                    count++;
                }
                local.put(series.labels(), samples);
            }
        }
        assertTrue(count > 5_000, "the agent stored " + count + " samples only");
        int[] rounded = new int[1];
        compareWith("prometheus", local, prometheusContent(prometheusPort, newest), delivered, null);
        compareWith("victoria", local, victoriaContent(victoriaPort), delivered, rounded);
        System.out.println("outage: " + count + " samples, all in both receivers; VictoriaMetrics keeps " + rounded[0]
                + " of them rounded in the 16th digit");
    }

    private static void compareWith(
            String name,
            Map<Labels, TreeMap<Long, Long>> local,
            Map<Labels, Map<Long, List<Double>>> remote,
            Map<String, TimeRange> delivered,
            int[] rounded) {
        long end = delivered.get(name).toExclusiveMs();
        for (Map.Entry<Labels, TreeMap<Long, Long>> series : local.entrySet()) {
            Map<Long, List<Double>> there = remote.getOrDefault(series.getKey(), Map.of());
            for (Map.Entry<Long, Long> sample : series.getValue().headMap(end).entrySet()) {
                double expected = Double.longBitsToDouble(sample.getValue());
                if (Double.isNaN(expected)) {
                    continue; // stale markers are not in answers
                }
                List<Double> values = there.get(sample.getKey());
                String what = name + ": " + series.getKey() + " at " + sample.getKey();
                assertTrue(values != null, what + " is missing");
                for (double value : values) {
                    if (rounded != null && value != expected) {
                        // VictoriaMetrics stores decimals: 1e-15 relative is what it promises.
                        assertEquals(expected, value, Math.abs(expected) * 4e-15, what);
                        rounded[0]++;
                    } else {
                        assertEquals(
                                sample.getValue(),
                                (Long) Double.doubleToRawLongBits(value),
                                what + " has another value");
                    }
                }
            }
        }
        for (Map.Entry<Labels, Map<Long, List<Double>>> series : remote.entrySet()) {
            TreeMap<Long, Long> here = local.get(series.getKey());
            assertTrue(here != null, name + " has a series that the store does not have: " + series.getKey());
            for (Long timestamp : series.getValue().keySet()) {
                assertTrue(here.containsKey(timestamp), name + ": " + series.getKey() + " invented at " + timestamp);
            }
        }
    }

    private static Map<Labels, Map<Long, List<Double>>> prometheusContent(int port, long newestMs) throws IOException {
        String query = URLEncoder.encode("{__name__=~\".+\"}[1h]", StandardCharsets.UTF_8);
        String answer = Peer.get("http://127.0.0.1:" + port + "/api/v1/query?query=" + query + "&time="
                + BigDecimal.valueOf(newestMs, 3));
        Map<Labels, Map<Long, List<Double>>> result = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(answer)) {
            Labels labels = Labels.EMPTY;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("metric")) {
                    labels = metric(json);
                } else if (token == JsonToken.FIELD_NAME && json.currentName().equals("values")) {
                    Map<Long, List<Double>> samples = result.computeIfAbsent(labels, l -> new HashMap<>());
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_ARRAY) {
                        json.nextToken();
                        long time = json.getDecimalValue().movePointRight(3).longValueExact();
                        json.nextToken();
                        samples.computeIfAbsent(time, t -> new ArrayList<>()).add(number(json.getText()));
                        json.nextToken();
                    }
                }
            }
        }
        return result;
    }

    private static Map<Labels, Map<Long, List<Double>>> victoriaContent(int port) throws IOException {
        String match = URLEncoder.encode("{__name__!=\"\"}", StandardCharsets.UTF_8);
        Map<Labels, Map<Long, List<Double>>> result = new HashMap<>();
        for (String line : Peer.get("http://127.0.0.1:" + port + "/api/v1/export?match[]=" + match)
                .split("\n")) {
            Labels labels = Labels.EMPTY;
            List<Double> values = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            try (JsonParser json = new JsonFactory().createParser(line)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token != JsonToken.FIELD_NAME) {
                        continue;
                    }
                    switch (json.currentName()) {
                        case "metric" -> labels = metric(json);
                        case "values" -> {
                            json.nextToken();
                            while (json.nextToken() != JsonToken.END_ARRAY) {
                                values.add(number(json.getText()));
                            }
                        }
                        case "timestamps" -> {
                            json.nextToken();
                            while (json.nextToken() != JsonToken.END_ARRAY) {
                                times.add(json.getLongValue());
                            }
                        }
                        default -> throw new IOException("unexpected field " + json.currentName());
                    }
                }
            }
            Map<Long, List<Double>> samples = result.computeIfAbsent(labels, l -> new HashMap<>());
            for (int i = 0; i < values.size(); i++) {
                samples.computeIfAbsent(times.get(i), t -> new ArrayList<>()).add(values.get(i));
            }
        }
        return result;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            case "null" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static Labels metric(JsonParser json) throws IOException {
        Labels.Builder labels = new Labels.Builder();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            labels.set(name, json.getText());
        }
        return labels.build();
    }
}
