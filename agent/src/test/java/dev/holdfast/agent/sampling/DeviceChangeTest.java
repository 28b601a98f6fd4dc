package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices come, go and come back; files break. */
class DeviceChangeTest {
    private static final String HEADER = "Inter-| Receive | Transmit\n face |bytes |bytes\n";
    private static final String LO = "    lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
    private static final String ETH0 = "  eth0: 100 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
    private static final String VETH = "  veth7: 700 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";

    @TempDir
    Path directory;

    private static String received(String device) {
        return "node_network_receive_bytes_total{device=\"" + device + "\"}";
    }

    @Test
    void aDeviceThatGoesGetsOneStaleMarkerForEachSeries() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("net/dev", HEADER + LO + VETH + ETH0);
        assertEquals(700, fixture.tick().value(received("veth7")));

        fixture.host.proc("net/dev", HEADER + LO + ETH0);
        RecordingTarget.Tick gone = fixture.tick();
        assertTrue(gone.isStale(received("veth7")));
        assertEquals(100, gone.value(received("eth0")));
        assertEquals(16, gone.samples().keySet().stream().filter(gone::isStale).count());

        assertFalse(fixture.tick().samples().containsKey(received("veth7")));
    }

    @Test
    void aDeviceThatComesBackGoesOnAsTheSameSeries() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("net/dev", HEADER + LO + ETH0);
        fixture.tick();
        fixture.host.proc("net/dev", HEADER + LO);
        assertTrue(fixture.tick().isStale(received("eth0")));
        fixture.host.proc("net/dev", HEADER + ETH0.replace("100", "5") + LO + VETH);
        RecordingTarget.Tick back = fixture.tick();
        assertEquals(5, back.value(received("eth0")));
        assertEquals(1, back.value(received("lo")));
        assertEquals(700, back.value(received("veth7")));
    }

    private static long networkSeries(RecordingTarget.Tick tick) {
        return tick.samples().keySet().stream()
                .filter(name -> name.matches("node_network_(receive|transmit)_.*"))
                .count();
    }

    /** Containers that come and go by the thousand: what is known goes on, also in the rows after the new ones. */
    @Test
    void devicesBeyondTheLimitOfSeriesTakeNothingFromTheOthers() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("net/dev", HEADER + LO + ETH0);
        long before = networkSeries(fixture.tick());
        fixture.target.maxSeries = fixture.target.seriesCount();
        for (int tick = 0; tick < 3; tick++) {
            StringBuilder rows = new StringBuilder(HEADER + LO);
            for (int i = 0; i < 1_000; i++) {
                rows.append(VETH.replace("veth7", "veth" + tick + "x" + i));
            }
            fixture.host.proc("net/dev", rows + ETH0);
            RecordingTarget.Tick now = fixture.tick();
            assertEquals(before, networkSeries(now));
            assertEquals(100, now.value(received("eth0")));
            assertEquals(1, now.value("node_scrape_collector_success{collector=\"netdev\"}"));
        }
        assertEquals(0, fixture.sampler.appendFailureCount());
    }

    @Test
    void aDeviceThatIsThereTwiceIsTakenOnce() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("net/dev", HEADER + ETH0 + ETH0.replace("100", "101") + LO);
        assertEquals(100, fixture.tick().value(received("eth0")));
    }

    @Test
    void anUnpluggedCpuEndsAndIdleDoesNotStepBack() {
        SamplerFixture fixture = new SamplerFixture(directory);
        String idle0 = "node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}";
        String idle1 = "node_cpu_seconds_total{cpu=\"1\",mode=\"idle\"}";
        fixture.host.proc("stat", "cpu 1\ncpu0 100 0 0 5000 0 0 0 0 0 0\ncpu1 1 0 0 9000 0 0 0 0 0 0\n");
        assertEquals(90, fixture.tick().value(idle1));
        fixture.host.proc("stat", "cpu 1\ncpu0 100 0 0 4900 0 0 0 0 0 0\n");
        RecordingTarget.Tick tick = fixture.tick();
        assertEquals(50, tick.value(idle0)); // one second back: held
        assertTrue(tick.isStale(idle1));
        fixture.host.proc("stat", "cpu 1\ncpu0 2 0 0 100 0 0 0 0 0 0\n");
        tick = fixture.tick();
        assertEquals(1, tick.value(idle0)); // far back: a reset
        assertEquals(0.02, tick.value("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}"));
    }

    @Test
    void aFileThatCannotBeReadFailsItsCollectorAlone() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.proc("loadavg", "0.5 x y\n");
        RecordingTarget.Tick tick = fixture.tick();
        assertEquals(0, tick.value("node_scrape_collector_success{collector=\"loadavg\"}"));
        assertEquals(0.5, tick.value("node_load1"));
        assertEquals(1, tick.value("node_scrape_collector_success{collector=\"meminfo\"}"));
        fixture.host.proc("loadavg", "0.5 0.6 0.7 1/2 3\n");
        assertEquals(1, fixture.tick().value("node_scrape_collector_success{collector=\"loadavg\"}"));
    }

    @Test
    void aFileThatAppearsIsFoundWithinAMinute() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.host.deleteProc("sys/fs/file-nr");
        assertFalse(fixture.tick().samples().containsKey("node_filefd_allocated"));
        fixture.host.proc("sys/fs/file-nr", "1 0 2\n");
        fixture.run(61_000);
        assertEquals(1, fixture.target.last().value("node_filefd_allocated"));
    }

    @Test
    void anInterfaceThatGoesFromSysEndsItsState() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.tick();
        fixture.host.deleteSys("class/net/eth0");
        fixture.run(16_000);
        String up = "node_network_up{device=\"eth0\"}";
        assertEquals(1, fixture.target.ticks.stream().filter(t -> t.isStale(up)).count());
    }
}
