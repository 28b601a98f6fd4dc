package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.Labels;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, labels and units of a host made of files. */
class CollectorsTest {
    @TempDir
    Path directory;

    private RecordingTarget.Tick firstTick() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.sampler.doWork();
        return fixture.target.last();
    }

    private static void assertValues(RecordingTarget.Tick tick, Object... seriesAndValues) {
        for (int i = 0; i < seriesAndValues.length; i += 2) {
            String series = (String) seriesAndValues[i];
            assertEquals(((Number) seriesAndValues[i + 1]).doubleValue(), tick.value(series), series);
        }
    }

    @Test
    void cpuTimeByCoreAndMode() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(
                tick,
                "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}",
                2.0,
                "node_cpu_seconds_total{cpu=\"0\",mode=\"nice\"}",
                0.01,
                "node_cpu_seconds_total{cpu=\"0\",mode=\"steal\"}",
                0.07,
                "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"user\"}",
                0.4,
                "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"}",
                0.03,
                "node_cpu_seconds_total{cpu=\"1\",mode=\"idle\"}",
                10.0);
        assertFalse(tick.samples().containsKey("node_cpu_seconds_total{cpu=\"\",mode=\"idle\"}"));
    }

    @Test
    void statLoadAndMemory() {
        assertValues(
                firstTick(),
                "node_intr_total",
                12345,
                "node_context_switches_total",
                67890,
                "node_boot_time_seconds",
                1790000000,
                "node_forks_total",
                222,
                "node_procs_running",
                3,
                "node_procs_blocked",
                1,
                "node_load1",
                0.01,
                "node_load5",
                1.5,
                "node_load15",
                12,
                "node_memory_MemTotal_bytes",
                16384 * 1024,
                "node_memory_Active_anon_bytes",
                77 * 1024,
                "node_memory_SwapFree_bytes",
                1000 * 1024,
                "node_memory_HugePages_Total",
                5);
    }

    @Test
    void vmstatTakesWhatNodeExporterTakes() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(tick, "node_vmstat_pswpin", 20, "node_vmstat_pgmajfault", 31, "node_vmstat_oom_kill", 2);
        assertFalse(tick.samples().containsKey("node_vmstat_nr_free_pages"));
        assertFalse(tick.samples().containsKey("node_vmstat_pgsteal_kswapd"));
    }

    @Test
    void disksWithoutPartitionsAndLoops() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(
                tick,
                "node_disk_reads_completed_total{device=\"sda\"}",
                100,
                "node_disk_read_bytes_total{device=\"sda\"}",
                2000 * 512,
                "node_disk_read_time_seconds_total{device=\"sda\"}",
                1.5,
                "node_disk_written_bytes_total{device=\"sda\"}",
                1000 * 512,
                "node_disk_io_now{device=\"sda\"}",
                2,
                "node_disk_io_time_seconds_total{device=\"sda\"}",
                3.0,
                "node_disk_io_time_weighted_seconds_total{device=\"sda\"}",
                4.0,
                "node_disk_discarded_sectors_total{device=\"sda\"}",
                9,
                "node_disk_flush_requests_time_seconds_total{device=\"sda\"}",
                0.012,
                "node_disk_reads_completed_total{device=\"nvme0n1\"}",
                9);
        assertFalse(tick.samples().containsKey("node_disk_flush_requests_total{device=\"nvme0n1\"}"));
        assertFalse(tick.samples().containsKey("node_disk_io_now{device=\"sda1\"}"));
        assertFalse(tick.samples().containsKey("node_disk_io_now{device=\"loop0\"}"));
    }

    @Test
    void network() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(
                tick,
                "node_network_receive_bytes_total{device=\"eth0\"}",
                11,
                "node_network_receive_multicast_total{device=\"eth0\"}",
                18,
                "node_network_transmit_bytes_total{device=\"eth0\"}",
                21,
                "node_network_transmit_compressed_total{device=\"eth0\"}",
                28,
                "node_network_receive_packets_total{device=\"lo\"}",
                30,
                "node_network_up{device=\"eth0\"}",
                1,
                "node_network_up{device=\"lo\"}",
                0,
                "node_network_mtu_bytes{device=\"eth0\"}",
                1500,
                "node_network_speed_bytes{device=\"eth0\"}",
                125_000_000,
                "node_network_flags{device=\"eth0\"}",
                0x1003,
                "node_network_info{address=\"02:fc:00:00:00:01\",adminstate=\"up\",device=\"eth0\",operstate=\"up\"}",
                1,
                "node_arp_entries{device=\"eth0\"}",
                2);
        assertFalse(tick.samples().containsKey("node_network_speed_bytes{device=\"lo\"}"));
    }

    @Test
    void protocolsAndSockets() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(
                tick,
                "node_netstat_Ip_Forwarding",
                1,
                "node_netstat_Tcp_CurrEstab",
                8,
                "node_netstat_Tcp_InErrs",
                9,
                "node_netstat_TcpExt_SyncookiesSent",
                1,
                "node_netstat_TcpExt_TCPTimeouts",
                4,
                "node_netstat_IpExt_OutOctets",
                3000,
                "node_netstat_Ip6_InOctets",
                123,
                "node_netstat_Udp6_InErrors",
                4,
                "node_sockstat_sockets_used",
                14,
                "node_sockstat_TCP_mem",
                30,
                "node_sockstat_TCP_mem_bytes",
                30 * 4096,
                "node_sockstat_FRAG_memory",
                5,
                "node_sockstat_TCP6_inuse",
                6,
                "node_softnet_processed_total{cpu=\"0\"}",
                10,
                "node_softnet_received_rps_total{cpu=\"0\"}",
                4,
                "node_softnet_processed_total{cpu=\"2\"}",
                255);
        assertFalse(tick.samples().containsKey("node_netstat_Tcp_MaxConn"));
        assertFalse(tick.samples().containsKey("node_netstat_Ip6_InReceives"));
    }

    @Test
    void pressureSchedulerAndLimits() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(
                tick,
                "node_pressure_cpu_waiting_seconds_total",
                37.508031,
                "node_pressure_io_waiting_seconds_total",
                2,
                "node_pressure_io_stalled_seconds_total",
                1,
                "node_schedstat_running_seconds_total{cpu=\"0\"}",
                2,
                "node_schedstat_waiting_seconds_total{cpu=\"0\"}",
                0.5,
                "node_schedstat_timeslices_total{cpu=\"0\"}",
                33,
                "node_filefd_allocated",
                485,
                "node_filefd_maximum",
                2466177,
                "node_entropy_available_bits",
                256,
                "node_entropy_pool_size_bits",
                4096,
                "process_cpu_seconds_total",
                2,
                "process_virtual_memory_bytes",
                1048576,
                "process_resident_memory_bytes",
                10 * 4096,
                "node_time_seconds",
                SamplerFixture.START_MS / 1000.0);
        assertFalse(tick.samples().containsKey("node_pressure_memory_waiting_seconds_total"));
    }

    @Test
    void sensors() {
        assertValues(
                firstTick(),
                "node_hwmon_chip_names{chip=\"coretemp\",chip_name=\"coretemp\"}",
                1,
                "node_hwmon_temp_celsius{chip=\"coretemp\",sensor=\"temp1\"}",
                45,
                "node_hwmon_temp_crit_celsius{chip=\"coretemp\",sensor=\"temp1\"}",
                100,
                "node_hwmon_sensor_label{chip=\"coretemp\",label=\"core_0\",sensor=\"temp1\"}",
                1,
                "node_hwmon_fan_rpm{chip=\"coretemp\",sensor=\"fan2\"}",
                1200,
                "node_thermal_zone_temp{type=\"x86_pkg_temp\",zone=\"0\"}",
                51.5);
    }

    @Test
    void fileSystems() {
        RecordingTarget.Tick tick = firstTick();
        String labels = "{device=\"/dev/vdb\",fstype=\"ext4\",mountpoint=\"/mnt/with blank\"}";
        assertTrue(tick.value("node_filesystem_size_bytes" + labels) > 0);
        assertTrue(tick.value("node_filesystem_avail_bytes" + labels) >= 0);
        assertValues(
                tick,
                "node_filesystem_readonly" + labels,
                1,
                "node_filesystem_device_error" + labels,
                0,
                "node_filesystem_readonly{device=\"/dev/vda\",fstype=\"ext4\",mountpoint=\"/\"}",
                0,
                "node_filesystem_device_error{device=\"/dev/gone\",fstype=\"ext4\",mountpoint=\"/gone\"}",
                1);
        assertFalse(tick.samples().keySet().stream().anyMatch(s -> s.contains("mountpoint=\"/proc\"")));
        assertFalse(tick.samples()
                .containsKey("node_filesystem_size_bytes{device=\"/dev/gone\",fstype=\"ext4\",mountpoint=\"/gone\"}"));
    }

    @Test
    void identityOfTheHost() {
        RecordingTarget.Tick tick = firstTick();
        String machine = UnameCollector.machine(System.getProperty("os.arch"));
        assertValues(
                tick,
                "node_uname_info{domainname=\"(none)\",machine=\"" + machine
                        + "\",nodename=\"kelp\",release=\"6.1.0\",sysname=\"Linux\",version=\"#1 SMP\"}",
                1,
                "node_os_info{id=\"debian\",pretty_name=\"Debian 12\",version_id=\"12.5\"}",
                1,
                "node_os_version{id=\"debian\"}",
                12.5,
                "up",
                1,
                "node_textfile_scrape_error",
                0);
    }

    @Test
    void whatTheHostDoesNotHaveIsNoSuccessAndNoError() {
        RecordingTarget.Tick tick = firstTick();
        assertValues(
                tick,
                "node_scrape_collector_success{collector=\"cpu\"}",
                1,
                "node_scrape_collector_success{collector=\"conntrack\"}",
                0);
    }

    @Test
    void everySeriesBearsJobAndInstanceAndIsInTheCatalogue() {
        SamplerFixture fixture = new SamplerFixture(directory);
        fixture.sampler.doWork();
        MetricCatalogue catalogue = MetricCatalogue.load();
        for (Labels labels : fixture.target.series()) {
            assertEquals("node", labels.get("job"));
            assertEquals("kelp:9100", labels.get("instance"));
            MetricFamily family = catalogue.family(labels.metricName());
            assertNotNull(family, labels.metricName());
            // Of the names that end so only counters may; node_exporter says the same of each.
            assertEquals(
                    labels.metricName().endsWith("_total"), family.type() == MetricType.COUNTER, labels.metricName());
        }
    }

    @Test
    void collectorsCanBeTurnedOffAndSlowedDown() {
        SamplerFixture fixture = new SamplerFixture(
                directory,
                1_000,
                -1,
                Map.of("cpu", new CollectorOptions(false, 0), "loadavg", new CollectorOptions(true, 5_000)));
        int loads = 0;
        for (int i = 0; i < 20; i++) {
            RecordingTarget.Tick tick = fixture.tick();
            assertFalse(tick.samples().containsKey("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}"));
            loads += tick.samples().containsKey("node_load1") ? 1 : 0;
        }
        assertEquals(5, loads); // once at the start, then on the grid of 5 s
    }

    @Test
    void aCollectorThatThereIsNotIsRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new SamplerFixture(directory, 1_000, -1, Map.of("cup", new CollectorOptions(true, 0))));
        assertTrue(e.getMessage().startsWith("no such collector: cup; there are [arp, "), e.getMessage());
    }
}
