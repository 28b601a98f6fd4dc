package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is sampled here is what /proc says, and what OSHI finds. */
@EnabledOnOs(OS.LINUX)
class RealHostTest {
    private static RecordingTarget.Tick sample() {
        SamplingOptions options = SamplingOptions.defaults();
        ManualClock clock = new ManualClock(SamplerFixture.START_MS);
        RecordingTarget target = new RecordingTarget();
        try (HostFiles files = new HostFiles(options.paths())) {
            InventoryCollector inventory = new InventoryCollector();
            inventory.accept(HostInventory.read());
            new Sampler(options, Collectors.create(options, files, clock, inventory), target, clock, -1).doWork();
        }
        return target.last();
    }

    private static double secondsOf(List<String> stat, String cpu, int column) {
        String line =
                stat.stream().filter(l -> l.startsWith(cpu + ' ')).findFirst().orElseThrow();
        return Long.parseLong(line.split(" +", -1)[column]) / 100.0;
    }

    @Test
    void cpuSecondsAndMemoryAreThoseOfProc() throws IOException {
        List<String> before = Files.readAllLines(Path.of("/proc/stat"));
        RecordingTarget.Tick tick = sample();
        List<String> after = Files.readAllLines(Path.of("/proc/stat"));
        String[] modes = {"user", "nice", "system"};
        for (int i = 0; i < modes.length; i++) {
            double value = tick.value("node_cpu_seconds_total{cpu=\"0\",mode=\"" + modes[i] + "\"}");
            assertTrue(value >= secondsOf(before, "cpu0", i + 1), modes[i] + ' ' + value);
            assertTrue(value <= secondsOf(after, "cpu0", i + 1), modes[i] + ' ' + value);
        }
        String total = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(l -> l.startsWith("MemTotal:"))
                .findFirst()
                .orElseThrow();
        long bytes = Long.parseLong(total.replaceAll("[^0-9]", "")) * 1024;
        assertEquals((double) bytes, tick.value("node_memory_MemTotal_bytes"));
        assertEquals(
                Files.readString(Path.of("/proc/stat"))
                        .lines()
                        .filter(l -> l.matches("cpu[0-9].*"))
                        .count(),
                tick.samples().keySet().stream()
                        .filter(s -> s.startsWith("node_cpu_seconds_total") && s.contains("\"idle\""))
                        .count());
    }

    @Test
    void theInventoryAgreesWithTheKernel() throws IOException {
        HostInventory host = HostInventory.read();
        assertEquals(Runtime.getRuntime().availableProcessors() > 0, host.logicalCpuCount() > 0);
        RecordingTarget.Tick tick = sample();
        assertEquals((double) host.memoryBytes(), tick.value("node_memory_MemTotal_bytes"));
        assertEquals((double) host.bootTimeSeconds(), tick.value("node_boot_time_seconds"), 2);
        assertTrue(tick.value("node_scrape_collector_success{collector=\"dmi\"}") == 1);
    }

    @Test
    void oshiGivesTheSameNamesWhereThereIsNoProc() {
        oshi.nativefree.SystemInfo system = new oshi.nativefree.SystemInfo();
        OshiCollector collector = new OshiCollector(system.getHardware(), system.getOperatingSystem());
        SamplingOptions options = SamplingOptions.defaults();
        RecordingTarget target = new RecordingTarget();
        ManualClock clock = new ManualClock(SamplerFixture.START_MS);
        new Sampler(options, List.of(new Collectors.Scheduled(collector, 0)), target, clock, -1).doWork();
        RecordingTarget.Tick own = sample();
        RecordingTarget.Tick oshi = target.last();
        assertEquals(own.value("node_memory_MemTotal_bytes"), oshi.value("node_memory_MemTotal_bytes"));
        assertEquals(own.value("node_memory_SwapTotal_bytes"), oshi.value("node_memory_SwapTotal_bytes"));
        String user = "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}";
        assertEquals(own.value(user), oshi.value(user), 30);
        assertTrue(oshi.value("node_load1") >= 0);
    }
}
