package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.sampling.HostPaths;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.forwarder.exchange.SeriesFacts.Family;
import dev.holdfast.forwarder.exchange.SeriesFacts.Kind;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueFactsTest {
    private static final long BOOT_MS = 1_000_000;
    private static final long STARTED_MS = 5_000_000;

    private int hostReads;

    private final CatalogueFacts facts = new CatalogueFacts("node", "h1:9100", BOOT_MS, STARTED_MS, () -> {
        hostReads++;
        return Labels.of("host.name", "h1");
    });

    @Test
    void familiesAreThoseOfTheCatalogue() {
        assertEquals(
                new Family(Kind.COUNTER, "seconds", "Seconds each CPU spent in each mode."),
                facts.family("node_cpu_seconds_total"));
        Family memory = facts.family("node_memory_MemFree_bytes");
        assertNotNull(memory);
        assertEquals(Kind.GAUGE, memory.kind());
        assertEquals("bytes", memory.unit());
        assertNull(facts.family("somebody_elses_total"));
        assertSame(memory, facts.family("node_memory_MemFree_bytes"), "not made anew for each request");
    }

    @Test
    void theKernelCountsSinceBootAndTheAgentSinceItsStart() {
        Labels cpu = own("node_cpu_seconds_total");
        assertEquals(BOOT_MS, facts.startMs(cpu, BOOT_MS));
        assertEquals(BOOT_MS, facts.startMs(cpu, STARTED_MS));
        assertEquals(0, facts.startMs(cpu, BOOT_MS - 1), "from before: counted since another start");
        for (String name : new String[] {"holdfast_ticks_total", "process_cpu_seconds_total"}) {
            assertEquals(STARTED_MS, facts.startMs(own(name), STARTED_MS));
            assertEquals(0, facts.startMs(own(name), STARTED_MS - 1));
        }
    }

    @Test
    void countsThatGoOnThroughRestartsHaveNoStart() {
        assertEquals(0, facts.startMs(own("holdfast_upstream_samples_sent_total"), STARTED_MS));
        assertEquals(0, facts.startMs(own("holdfast_store_written_bytes_total"), STARTED_MS));
        assertEquals(STARTED_MS, facts.startMs(own("holdfast_store_refused_samples_total"), STARTED_MS));
    }

    @Test
    void theHostIsReadOnceAndForItsOwnSeriesOnly() {
        assertEquals(Labels.EMPTY, facts.resource("node", "h2:9100"));
        assertEquals(Labels.EMPTY, facts.resource("", ""));
        assertEquals(0, hostReads);
        assertEquals(Labels.of("host.name", "h1"), facts.resource("node", "h1:9100"));
        assertEquals(Labels.of("host.name", "h1"), facts.resource("node", "h1:9100"));
        assertEquals(1, hostReads);
    }

    @Test
    void nothingIsKnownOfOtherHosts() {
        Labels other = Labels.of("__name__", "node_cpu_seconds_total", "job", "node", "instance", "h2:9100");
        assertEquals(0, facts.startMs(other, STARTED_MS));
        assertEquals(BOOT_MS, facts.startMs(own("node_cpu_seconds_total"), STARTED_MS));
        Labels job = Labels.of("__name__", "node_cpu_seconds_total", "job", "x", "instance", "h1:9100");
        assertEquals(0, facts.startMs(job, STARTED_MS));
    }

    @Test
    void theBootIsWhatTheKernelSays(@TempDir Path directory) throws IOException {
        Path proc = Files.createDirectories(directory.resolve("proc"));
        Files.writeString(proc.resolve("uptime"), "3600.50 7000.00\n");
        SamplingOptions sampling = new SamplingOptions(1_000, "node", "h1", "1", HostPaths.under(directory), Map.of());
        long nowMs = System.currentTimeMillis();
        CatalogueFacts here = CatalogueFacts.of(sampling);
        Labels cpu = Labels.of("__name__", "node_cpu_seconds_total", "job", "node", "instance", "h1");
        long startMs = here.startMs(cpu, nowMs);
        assertEquals(0, startMs % 1_000);
        assertTrue(startMs <= nowMs - 3_600_500 + 60_000 && startMs > nowMs - 3_602_000, "boot " + startMs);
        Files.delete(proc.resolve("uptime"));
        assertEquals(0, CatalogueFacts.of(sampling).startMs(cpu, nowMs), "not known");
    }

    private static Labels own(String name) {
        return Labels.of("__name__", name, "job", "node", "instance", "h1:9100");
    }
}
