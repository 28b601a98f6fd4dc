package dev.holdfast.agent.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import dev.holdfast.storage.StoreReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of a view against what was put into the store: rates as top and iostat have them, resets, gaps, ends of series. */
class ReadingsTest {
    private static final long START_MS = 1_795_327_200_000L;
    private static final int SECONDS = 120;
    private static final int GAP_FROM = 60;
    private static final int GAP_TO = 80;
    private static final int RESET = 30;
    private static final int END_OF_SDB = 50;
    private static final double GIB = 1L << 30;

    @TempDir
    private Path dir;

    @BeforeEach
    void fill() throws IOException {
        try (Store store = Store.open(dir, StoreOptions.defaults())) {
            for (int second = 0; second <= SECONDS; second++) {
                if (second > GAP_FROM && second < GAP_TO) {
                    continue;
                }
                SampleBatch batch = new SampleBatch(32).reset(START_MS + second * 1000L);
                add(store, batch, 1_000 + second * 0.30, "node_cpu_seconds_total", "cpu", "0", "mode", "user");
                add(store, batch, 1_000 + second * 0.10, "node_cpu_seconds_total", "cpu", "0", "mode", "system");
                add(store, batch, 1_000 + second * 0.05, "node_cpu_seconds_total", "cpu", "0", "mode", "iowait");
                add(store, batch, 1_000 + second * 0.55, "node_cpu_seconds_total", "cpu", "0", "mode", "idle");
                add(store, batch, 8 * GIB, "node_memory_MemTotal_bytes");
                add(store, batch, 2 * GIB, "node_memory_MemAvailable_bytes");
                add(store, batch, second, "node_load1");
                add(store, batch, second * 10, "node_disk_reads_completed_total", "device", "sda");
                add(store, batch, second * 0.05, "node_disk_read_time_seconds_total", "device", "sda");
                add(store, batch, second * 0.4, "node_disk_io_time_seconds_total", "device", "sda");
                if (second <= END_OF_SDB) {
                    double value =
                            second < END_OF_SDB ? second * 0.1 : Double.longBitsToDouble(Aggregate.STALE_MARKER_BITS);
                    add(store, batch, value, "node_disk_io_time_seconds_total", "device", "sdb");
                }
                double received = second < RESET ? 1e6 + second * 1000 : (second - RESET) * 1000;
                add(store, batch, received, "node_network_receive_bytes_total", "device", "eth0");
                add(store, batch, 100 * GIB, "node_filesystem_size_bytes", "mountpoint", "/");
                add(store, batch, 20 * GIB, "node_filesystem_free_bytes", "mountpoint", "/");
                add(store, batch, 10 * GIB, "node_filesystem_avail_bytes", "mountpoint", "/");
                store.append(batch);
            }
        }
    }

    private static void add(Store store, SampleBatch batch, double value, String name, String... labels) {
        Labels.Builder builder =
                new Labels.Builder().set(Labels.METRIC_NAME, name).set("instance", "h1");
        for (int i = 0; i < labels.length; i += 2) {
            builder.set(labels[i], labels[i + 1]);
        }
        batch.addBits(store.series(builder.build()), Double.doubleToRawLongBits(value));
    }

    private HostView view(boolean live, double second, long stepMs) throws IOException {
        long nowMs = START_MS + (SECONDS + 5) * 1000L;
        try (StoreViewSource source = new StoreViewSource(
                () -> StoreReader.open(dir), () -> new AgentLook(AgentLook.Kind.STOPPED, Map.of()), () -> nowMs)) {
            return source.view(new ViewRequest(live, START_MS + Math.round(second * 1000), stepMs, 60_000, 60, ""));
        }
    }

    @Test
    void theCauseOfTroubleIsNotWhatANarrowScreenCuts() {
        AgentLook look = new AgentLook(
                AgentLook.Kind.RUNNING,
                Map.of(
                        "far", new AgentLook.Sender("never done at this rate", false),
                        "dear", new AgentLook.Sender("held: daily budget used up", true)));
        String answer = "last answer connection refused";
        assertEquals(answer + "; never done at this rate", StoreViewSource.state(look, "far", answer, true));
        assertEquals("never done at this rate; " + answer, StoreViewSource.state(look, "far", answer, false));
        assertEquals("held: daily budget used up; " + answer, StoreViewSource.state(look, "dear", answer, true));
        assertEquals("not in the agent's configuration; " + answer, StoreViewSource.state(look, "x", answer, true));
        assertEquals(answer, StoreViewSource.state(new AgentLook(AgentLook.Kind.RUNNING, Map.of()), "x", answer, true));
    }

    @Test
    void ratesAreThoseBetweenTwoTicks() throws IOException {
        for (long stepMs : new long[] {1_000, 10_000}) {
            HostView view = view(false, 25.4, stepMs);
            assertEquals(START_MS + 25_000, view.moment().atMs(), "stands on the tick before");
            assertEquals(1_000, view.moment().intervalMs());
            assertEquals(0.40, view.cpu().total().busy(), 1e-9);
            assertEquals(0.05, view.cpu().total().iowait(), 1e-9);
            assertEquals(25, view.load().one());
            assertEquals(6 * GIB, view.memory().used());
            HostView.Disk sda = view.disks().get(0);
            assertEquals(10, sda.reads(), 1e-9);
            assertEquals(0.005, sda.readLatency(), 1e-9);
            assertEquals(0.4, sda.utilisation(), 1e-9);
            assertEquals(80.0 / 90, view.fileSystems().get(0).usedShare(), 1e-9);
            assertEquals(1_000, view.interfaces().get(0).receiveBytes(), 1e-6);
        }
    }

    @Test
    void aCounterThatBeginsAnewIsNoNegativeRate() throws IOException {
        HostView.Interface eth0 = view(false, 40, 1_000).interfaces().get(0);
        assertEquals(1_000, eth0.receiveBytes(), 1e-6);
        assertEquals(0, view(false, RESET, 1_000).interfaces().get(0).receiveBytes(), 1e-6);
        // Ten seconds over the reset: 4 before it and 5 after it are counted, the second between cannot be.
        assertEquals(900, view(false, 35, 10_000).interfaces().get(0).receiveBytes(), 1e-6);
        assertTrue(Arrays.stream(eth0.receiveHistory()).noneMatch(rate -> rate < 0));
    }

    @Test
    void whereThereIsNoDataNothingHasAValue() throws IOException {
        HostView view = view(false, 70, 1_000);
        HostView.Gap missing = view.moment().missing();
        assertNotNull(missing);
        assertEquals(START_MS + GAP_FROM * 1000L, missing.fromMs());
        assertEquals(START_MS + GAP_TO * 1000L, missing.toMs());
        assertTrue(Double.isNaN(view.cpu().total().busy()));
        assertTrue(Double.isNaN(view.memory().used()));
        assertTrue(Double.isNaN(view.disks().get(0).utilisation()));
        double[] history = view.cpu().total().busyHistory();
        assertTrue(Double.isNaN(history[history.length - 1]), "the gap is a gap of the history");
        assertEquals(0.4, history[40], 1e-9);
        assertNull(view(false, GAP_TO, 1_000).moment().missing());
    }

    @Test
    void aWindowOfManyRunsIsReadWhole() throws IOException {
        Path folder = dir.resolve("long");
        long hours = 30;
        try (Store store = Store.open(folder, StoreOptions.defaults())) {
            for (int minute = 0; minute <= hours * 60; minute++) {
                SampleBatch batch = new SampleBatch(4).reset(START_MS + minute * 60_000L);
                add(store, batch, minute, "node_load1");
                add(store, batch, minute * 6, "node_disk_io_time_seconds_total", "device", "sda");
                store.append(batch);
            }
            store.compactFully();
        }
        long atMs = START_MS + hours * 3_600_000;
        try (StoreViewSource source = new StoreViewSource(
                () -> StoreReader.open(folder), () -> new AgentLook(AgentLook.Kind.STOPPED, Map.of()), () -> atMs)) {
            HostView view = source.view(new ViewRequest(false, atMs, 3_600_000, 24 * 3_600_000, 200, ""));
            HostView.Disk sda = view.disks().get(0);
            assertEquals(0.1, sda.utilisation(), 1e-9);
            // Of the very first part there may be no sample before it.
            assertTrue(Arrays.stream(sda.utilisationHistory()).skip(1).allMatch(share -> Math.abs(share - 0.1) < 1e-9));
            assertTrue(Arrays.stream(view.load().oneHistory()).noneMatch(Double::isNaN));
        }
    }

    @Test
    void aTickThatIsMissingIsNoGap() throws IOException {
        assertNull(view(false, GAP_FROM + 0.9, 1_000).moment().missing());
        assertNotNull(view(false, GAP_FROM + 1, 1_000).moment().missing());
    }

    @Test
    void aDeviceThatEndedIsGone() throws IOException {
        assertEquals(2, view(false, 45, 1_000).disks().size());
        assertEquals(1, view(false, 55, 1_000).disks().size());
    }

    @Test
    void aStoppedDirectoryStandsAtItsLastData() throws IOException {
        HostView.Moment moment = view(true, 0, 1_000).moment();
        assertEquals(START_MS + SECONDS * 1000L, moment.atMs());
        assertEquals(AgentLook.Kind.STOPPED, moment.agent());
        assertTrue(moment.hasData());
    }

    @Test
    void beforeTheFirstAndAfterTheLastThereIsNothing() throws IOException {
        assertEquals(
                "from before the first sample",
                view(false, -30, 1_000).moment().missing().why());
        assertNotNull(view(false, SECONDS + 100, 1_000).moment().missing());
    }
}
