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
            "holdfast",
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

    private final List<Scheduled> all = new ArrayList<>(); // with the intervals that they have by habit

    /** A collector and how often it runs, milliseconds; 0 is every tick. */
    public record Scheduled(Collector collector, long intervalMs) {}

    /**
     * All collectors of this host. Those that no schedule has cost an object each.
     *
     * @param files stays the caller's to close
     * @param inventory runs as {@code dmi}; the caller gives it what it says
     * @param self runs as {@code holdfast}; likewise
     */
    public Collectors(HostFiles files, Clock clock, InventoryCollector inventory, SelfBoard self) {
        if (HostInventory.isLinux()) {
            addLinux(files, PageSize.read(files.paths()));
        } else {
            add(OshiCollector.ofThisHost(), EVERY_TICK);
        }
        add(new TimeCollector(clock), EVERY_TICK);
        add(new SelfCollector(self), SLOW_MS);
        add(inventory, CONSTANT_MS);
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
        return new Collectors(files, clock, inventory, new SelfBoard()).scheduled(options.collectors());
    }

    /**
     * Those that the options leave on, the same objects at each call. Any thread.
     *
     * @param options by name; those that are not named run by habit
     * @throws IllegalArgumentException when the options name a collector that there is not
     */
    public List<Scheduled> scheduled(Map<String, CollectorOptions> options) {
        for (String name : options.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("no such collector: " + name + "; there are " + NAMES);
            }
        }
        List<Scheduled> on = new ArrayList<>();
        for (Scheduled each : all) {
            CollectorOptions own = options.get(each.collector().name());
            if (own == null || (own.enabled() && own.intervalMs() == 0)) {
                on.add(each);
            } else if (own.enabled()) {
                on.add(new Scheduled(each.collector(), own.intervalMs()));
            }
        }
        // Stable: those of one interval stay in their order.
        on.sort((a, b) -> Long.compare(a.intervalMs(), b.intervalMs()));
        return on;
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
        all.add(new Scheduled(collector, defaultIntervalMs));
    }
}
