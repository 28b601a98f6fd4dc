package dev.holdfast.agent.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OperatingSystem;

/**
 * CPU, memory, swap, load and boot time where there is no /proc, through OSHI, under the same names. A name is given only
 * where the meaning is the same as on Linux. Allocates some tens of kilobytes a tick.
 */
final class OshiCollector implements Collector {
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
    private static final double MS_PER_SECOND = 1000;

    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final OperatingSystem os;
    private final List<int[]> cpus = new ArrayList<>();
    private final FixedSeries loads = new FixedSeries("node_load1", "node_load5", "node_load15");
    private final FixedSeries totals = new FixedSeries(
            "node_memory_MemTotal_bytes",
            "node_memory_MemAvailable_bytes",
            "node_memory_SwapTotal_bytes",
            "node_memory_SwapFree_bytes",
            "node_boot_time_seconds",
            "node_context_switches_total",
            "node_intr_total");
    private final InfoSeries uname = new InfoSeries("node_uname_info");

    OshiCollector(HardwareAbstractionLayer hardware, OperatingSystem os) {
        this.processor = hardware.getProcessor();
        this.memory = hardware.getMemory();
        this.os = os;
    }

    /** Reads this host. */
    static OshiCollector ofThisHost() {
        oshi.SystemInfo system = new oshi.SystemInfo();
        return new OshiCollector(system.getHardware(), system.getOperatingSystem());
    }

    @Override
    public String name() {
        return "oshi";
    }

    @Override
    public boolean collect(SampleSink sink) {
        long[][] ticks = processor.getProcessorCpuLoadTicks();
        for (int cpu = 0; cpu < ticks.length; cpu++) {
            if (cpu == cpus.size()) {
                cpus.add(resolve(sink, cpu));
            }
            int[] refs = cpus.get(cpu);
            for (int i = 0; i < MODES.length; i++) {
                sink.add(refs[i], ticks[cpu][i] / MS_PER_SECOND);
            }
        }
        double[] averages = processor.getSystemLoadAverage(3);
        for (int i = 0; i < averages.length; i++) {
            if (averages[i] >= 0) { // negative where the system has no such thing
                loads.add(sink, i, averages[i]);
            }
        }
        VirtualMemory swap = memory.getVirtualMemory();
        totals.add(sink, 0, (double) memory.getTotal());
        totals.add(sink, 1, (double) memory.getAvailable());
        totals.add(sink, 2, (double) swap.getSwapTotal());
        totals.add(sink, 3, (double) (swap.getSwapTotal() - swap.getSwapUsed()));
        totals.add(sink, 4, (double) os.getSystemBootTime());
        totals.add(sink, 5, (double) processor.getContextSwitches());
        totals.add(sink, 6, (double) processor.getInterrupts());
        uname.add(
                sink,
                "machine",
                UnameCollector.machine(System.getProperty("os.arch", "")),
                "nodename",
                os.getNetworkParams().getHostName(),
                "release",
                Objects.requireNonNullElse(os.getVersionInfo().getVersion(), ""),
                "sysname",
                os.getFamily());
        return true;
    }

    private static int[] resolve(SampleSink sink, int cpu) {
        int[] refs = new int[MODES.length];
        for (int i = 0; i < MODES.length; i++) {
            refs[i] = sink.series("node_cpu_seconds_total", "cpu", Integer.toString(cpu), "mode", MODES[i]);
        }
        return refs;
    }
}
