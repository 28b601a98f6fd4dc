package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.LedgerState;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that end while the agent is down end in a real Prometheus too, at the right moment and in order. */
class StaleSeriesIT {
    @TempDir
    Path directory;

    private int port;
    private Path data;
    private Path log;

    private AgentProcess start(boolean load) throws Exception {
        Path config = Files.writeString(directory.resolve("holdfast.yaml"), """
                interval: 200ms
                collectors:
                  loadavg: {enabled: %b}
                remote_write:
                  - name: prometheus
                    url: http://127.0.0.1:%d/api/v1/write
                    order: strict
                    queue_config: {batch_send_deadline: 500ms, max_backoff: 1s}
                """.formatted(load, port));
        AgentProcess agent = AgentProcess.start(log, "run", "--config", config.toString(), "--data", data.toString());
        agent.awaitLine(log, "samples every");
        return agent;
    }

    @Test
    void aCollectorThatIsSwitchedOffBetweenTwoRunsEndsItsSeriesUpstream() throws Exception {
        port = Peer.freePort();
        data = directory.resolve("data");
        log = directory.resolve("agent.log");
        try (Peer prometheus = Peer.prometheus(directory.resolve("prometheus"), port)) {
            prometheus.start();
            try (AgentProcess agent = start(true)) {
                Thread.sleep(3_000);
                agent.kill();
            }
            try (AgentProcess agent = start(false)) {
                awaitDelivery(System.currentTimeMillis());
                assertEquals(0, agent.terminate());
            }
            // What goes on is not cut by a clean stop either; what was marked is not marked again.
            try (AgentProcess agent = start(false)) {
                awaitDelivery(System.currentTimeMillis());
                assertEquals(0, agent.terminate());
            }
            StoreContent store = StoreContent.read(data);
            for (IntervalLedger.Entry entry : store.ledgers().get("prometheus").entries()) {
                assertEquals(LedgerState.DELIVERED, entry.state(), entry.toString());
            }
            TreeMap<Long, Long> load = series(store, "node_load1");
            long lastMs = load.lowerKey(load.lastKey());
            assertEquals(lastMs + 1, load.lastKey(), "the marker");
            assertTrue(isThere("node_load1", lastMs), "the last sample");
            assertFalse(isThere("node_load1", lastMs + 1), "ended");
            assertTrue(isThere("node_memory_MemTotal_bytes", lastMs + 1), "what goes on is not interrupted");
            long markers = store.samples().values().stream()
                    .flatMap(samples -> samples.values().stream())
                    .filter(bits -> Double.isNaN(Double.longBitsToDouble(bits)))
                    .count();
            assertEquals(5, markers, "three loads, and what the collector says of itself");
        }
    }

    private static TreeMap<Long, Long> series(StoreContent store, String name) {
        for (Map.Entry<Labels, TreeMap<Long, Long>> series : store.samples().entrySet()) {
            if (series.getKey().metricName().equals(name)) {
                return series.getValue();
            }
        }
        throw new AssertionError("no " + name);
    }

    private void awaitDelivery(long untilMs) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            List<TimeRange> populated = StoreContent.populated(data);
            boolean past = populated.get(populated.size() - 1).toExclusiveMs() > untilMs + 1_000;
            TimeRange before = new TimeRange(0, untilMs);
            Map<String, List<TimeRange>> pending = StoreContent.pending(
                    data, populated.stream().map(r -> r.intersect(before)).toList());
            if (past && pending.values().stream().allMatch(List::isEmpty)) {
                return;
            }
            assertTrue(System.nanoTime() < deadline, pending + "\n" + Files.readString(log));
            Thread.sleep(200);
        }
    }

    private boolean isThere(String series, long timeMs) throws IOException {
        String answer = Peer.get("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(series, StandardCharsets.UTF_8) + "&time=" + BigDecimal.valueOf(timeMs, 3));
        assertTrue(answer.contains("\"status\":\"success\""), answer);
        return answer.contains("\"value\"");
    }
}
