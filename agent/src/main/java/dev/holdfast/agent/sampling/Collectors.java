package dev.holdfast.agent.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The collectors of a host, in the order they run: those of every tick first, so that their part of the batch has the
 * same series at every tick, which is what the store keeps cheapest.
 */
public final class Collectors {
    private static final long EVERY_TICK = 0;
    private static final long SLOW_MS = 15_000;
    private static final long FILESYSTEM_MS = 30_000;
    private static final long CONSTANT_MS = 60_000;

    /** Every collector that there is on some system. */
    public static final Set<String> NAMES = Collections.unmodifiableSet(new TreeSet<>(Set.of(
            "arp",
            "conntrack",
            "cpu",
            "diskstats",
            "dmi",
            "entropy",
            "filefd",
            "filesystem",
            "hwmon",
            "kernel_hung",
            "loadavg",
            "meminfo",
            "netclass",
            "netdev",
            "netstat",
            "os",
            "oshi",
            "pressure",
            "process",
            "schedstat",
            "sockstat",
            "softnet",
            "stat",
            "thermal_zone",
            "time",
            "uname",
            "vmstat")));

    private final Map<String, CollectorOptions> options;
    private final List<Scheduled> scheduled = new ArrayList<>();

    /** A collector and how often it runs, milliseconds; 0 is every tick. */
    public record Scheduled(Collector collector, long intervalMs) {}

    private Collectors(Map<String, CollectorOptions> options) {
        this.options = options;
    }

    /**
     * The collectors of this host that the options leave on.
     *
     * @param files stays the caller's to close
     * @param inventory runs as {@code dmi}; the caller gives it what it says
     * @throws IllegalArgumentException when the options name a collector that there is not
     */
    public static List<Scheduled> create(
            SamplingOptions options, HostFiles files, Clock clock, InventoryCollector inventory) {
        Collectors all = new Collectors(options.collectors());
        if (HostInventory.isLinux()) {
            all.addLinux(files, PageSize.read(files.paths()));
        } else {
            all.add(OshiCollector.ofThisHost(), EVERY_TICK);
        }
        all.add(new TimeCollector(clock), EVERY_TICK);
        all.add(inventory, CONSTANT_MS);
        for (String name : options.collectors().keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("no such collector: " + name + "; there are " + NAMES);
            }
        }
        // Stable: those of one interval stay in their order.
        all.scheduled.sort((a, b) -> Long.compare(a.intervalMs(), b.intervalMs()));
        return all.scheduled;
    }

    private void addLinux(HostFiles files, long pageBytes) {
        add(new CpuCollector(files), EVERY_TICK);
        add(new StatCollector(files), EVERY_TICK);
        add(new LoadavgCollector(files), EVERY_TICK);
        add(new MeminfoCollector(files), EVERY_TICK);
        add(new VmstatCollector(files), EVERY_TICK);
        add(new DiskstatsCollector(files), EVERY_TICK);
        add(new NetdevCollector(files), EVERY_TICK);
        add(new NetstatCollector(files), EVERY_TICK);
        add(new SockstatCollector(files, pageBytes), EVERY_TICK);
        add(new SoftnetCollector(files), EVERY_TICK);
        add(new SchedstatCollector(files), EVERY_TICK);
        add(new PressureCollector(files), EVERY_TICK);
        add(new FilefdCollector(files), EVERY_TICK);
        add(NumberFilesCollector.entropy(files), EVERY_TICK);
        add(NumberFilesCollector.conntrack(files), EVERY_TICK);
        add(NumberFilesCollector.kernelHung(files), EVERY_TICK);
        add(new ProcessCollector(files, pageBytes), EVERY_TICK);
        add(new NetclassCollector(files), SLOW_MS);
        add(new ArpCollector(files), SLOW_MS);
        add(new HwmonCollector(files), SLOW_MS);
        add(new ThermalCollector(files), SLOW_MS);
        add(new FilesystemCollector(files), FILESYSTEM_MS);
        add(new UnameCollector(files), CONSTANT_MS);
        add(new OsCollector(files), CONSTANT_MS);
    }

    private void add(Collector collector, long defaultIntervalMs) {
        CollectorOptions own = options.get(collector.name());
        if (own == null) {
            scheduled.add(new Scheduled(collector, defaultIntervalMs));
        } else if (own.enabled()) {
            scheduled.add(new Scheduled(collector, own.intervalMs() > 0 ? own.intervalMs() : defaultIntervalMs));
        }
    }
}
