package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first ticks of an agent make of the series that the run before left open. */
class RestartMarkersTest {
    private static final String TEMP = "node_hwmon_temp_celsius{chip=\"coretemp\",sensor=\"temp1\"}";
    private static final String VETH = "  veth7: 700 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
    private static final String ETH0 = "  eth0: 100 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
    private static final String HEADER = "Inter-| Receive | Transmit\n face |bytes |bytes\n";
    private static final String VETH_BYTES = "node_network_receive_bytes_total{device=\"veth7\"}";

    @TempDir
    Path directory;

    /** What {@code LastSeries} finds in a store. */
    private static List<LastSeen> leftOpen(RecordingTarget target) {
        Map<String, Long> last = new LinkedHashMap<>();
        for (RecordingTarget.Tick tick : target.ticks) {
            tick.samples().keySet().forEach(series -> {
                if (tick.isStale(series)) {
                    last.remove(series);
                } else {
                    last.put(series, tick.timestampMs());
                }
            });
        }
        List<LastSeen> result = new ArrayList<>();
        for (Labels labels : target.series()) {
            Labels own = labels.toBuilder().remove("job").remove("instance").build();
            if (last.containsKey(own.toString())) {
                result.add(new LastSeen(labels, last.get(own.toString())));
            }
        }
        return result;
    }

    private static Sampler restart(
            SamplerFixture fixture, Map<String, CollectorOptions> options, InventoryCollector inventory) {
        SamplingOptions sampling = new SamplingOptions(1_000, "node", "kelp:9100", "1", fixture.host.paths, options);
        List<Collectors.Scheduled> collectors =
                Collectors.create(sampling, new HostFiles(fixture.host.paths), fixture.clock, inventory);
        return new Sampler(
                sampling,
                collectors,
                fixture.target,
                fixture.clock,
                fixture.target.last().timestampMs(),
                leftOpen(fixture.target));
    }

    private static void run(Sampler sampler, ManualClock clock, int ticks) {
        for (int i = 0; i < ticks; i++) {
            clock.advance(1_000);
            sampler.doWork();
        }
    }

    /** The markers by series and time, of the ticks from one on. */
    private static Map<String, Long> markers(RecordingTarget target, int fromTick) {
        Map<String, Long> result = new TreeMap<>();
        for (RecordingTarget.Tick tick : target.ticks.subList(fromTick, target.ticks.size())) {
            tick.samples().keySet().stream().filter(tick::isStale).forEach(series -> {
                assertFalse(result.containsKey(series), "two markers: " + series);
                result.put(series, tick.timestampMs());
            });
        }
        return result;
    }

    @Test
    void whatIsThereGoesOnWithoutAMarker() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.run(70_000);
        int before = fixture.target.ticks.size();
        Sampler sampler = restart(fixture, Map.of(), new InventoryCollector());
        fixture.clock.advance(10_000);
        run(sampler, fixture.clock, 130);
        assertEquals(Map.of(), markers(fixture.target, before));
        assertEquals(before + 130, fixture.target.ticks.size());
    }

    @Test
    void aDeviceThatWasUnpluggedMeanwhileEndsAMillisecondAfterItsLastSample() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("net/dev", HEADER + VETH + ETH0);
        fixture.run(47_000);
        int before = fixture.target.ticks.size();
        long lastTickMs = fixture.target.last().timestampMs();
        long lastSlowMs = fixture.target.ticks.stream()
                .filter(tick -> tick.samples().containsKey(TEMP))
                .mapToLong(RecordingTarget.Tick::timestampMs)
                .max()
                .orElseThrow();
        assertTrue(lastSlowMs < lastTickMs, "the slow collector has its own last sample");
        fixture.host.proc("net/dev", HEADER + ETH0);
        fixture.host.deleteSys("class/hwmon/hwmon0");

        Sampler sampler = restart(fixture, Map.of(), new InventoryCollector());
        fixture.clock.advance(3_600_000);
        run(sampler, fixture.clock, 130);
        Map<String, Long> markers = markers(fixture.target, before);
        assertEquals(lastTickMs + 1, markers.get(VETH_BYTES));
        assertEquals(lastSlowMs + 1, markers.get(TEMP));
        assertTrue(
                markers.keySet().stream().allMatch(s -> s.contains("veth7") || s.contains("hwmon")),
                markers.toString());
        // In order: everything that is marked comes before the first tick, the older time first.
        long[] times = fixture.target.ticks.subList(before, fixture.target.ticks.size()).stream()
                .mapToLong(RecordingTarget.Tick::timestampMs)
                .toArray();
        for (int i = 1; i < times.length; i++) {
            assertTrue(times[i - 1] < times[i], "markers come before the tick, oldest first");
        }
    }

    @Test
    void aCollectorThatIsSwitchedOffEndsWithAllThatItSaidOfItself() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.run(20_000);
        int before = fixture.target.ticks.size();
        long lastMs = fixture.target.last().timestampMs();
        Sampler sampler = restart(fixture, Map.of("loadavg", new CollectorOptions(false, 0)), new InventoryCollector());
        run(sampler, fixture.clock, 3);
        assertEquals(
                Map.of(
                        "node_load1", lastMs + 1,
                        "node_load5", lastMs + 1,
                        "node_load15", lastMs + 1,
                        "node_scrape_collector_duration_seconds{collector=\"loadavg\"}", lastMs + 1,
                        "node_scrape_collector_success{collector=\"loadavg\"}", lastMs + 1),
                markers(fixture.target, before));
    }

    @Test
    void markersThatFindNoRoomComeWithTheNextTick() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("net/dev", HEADER + VETH + ETH0);
        fixture.run(10_000);
        int before = fixture.target.ticks.size();
        long lastMs = fixture.target.last().timestampMs();
        fixture.host.proc("net/dev", HEADER + ETH0);
        Sampler sampler = restart(fixture, Map.of(), new InventoryCollector());
        fixture.target.full = true;
        run(sampler, fixture.clock, 2);
        assertEquals(2, sampler.appendFailureCount());
        fixture.target.full = false;
        run(sampler, fixture.clock, 2);
        assertEquals(lastMs + 1, markers(fixture.target, before).get(VETH_BYTES));
        assertEquals(before + 3, fixture.target.ticks.size(), "one batch of markers, two ticks");
    }

    /** The inventory is read beside the first ticks: what is late must not end. */
    @Test
    void whatHasNotAnsweredYetIsWaitedFor() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.run(5_000);
        int before = fixture.target.ticks.size();
        Labels disk = Labels.of(
                Labels.METRIC_NAME, "node_disk_info", "device", "gone", "instance", "kelp:9100", "job", "node");
        fixture.target.series(disk);
        List<LastSeen> open = new ArrayList<>(leftOpen(fixture.target));
        open.add(new LastSeen(disk, fixture.target.last().timestampMs()));
        SamplingOptions sampling = new SamplingOptions(1_000, "node", "kelp:9100", "1", fixture.host.paths, Map.of());
        List<Collectors.Scheduled> collectors =
                Collectors.create(sampling, new HostFiles(fixture.host.paths), fixture.clock, new InventoryCollector());
        Sampler sampler = new Sampler(
                sampling,
                collectors,
                fixture.target,
                fixture.clock,
                fixture.target.last().timestampMs(),
                open);
        run(sampler, fixture.clock, 100);
        assertEquals(Map.of(), markers(fixture.target, before));
        run(sampler, fixture.clock, 40);
        assertEquals(1, markers(fixture.target, before).size(), "not for ever");
    }
}
