package dev.holdfast.agent.screen;

import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what is seen of a host from a snapshot. Cost: some two hundred series, of which the samples of the step are decoded, and of
 * one in three those of the window, where there are no rows of a rollup that fit. One thread.
 */
final class HostViewReader {
    private static final Set<String> NAMES = new LinkedHashSet<>(List.of(
            "node_cpu_seconds_total",
            "node_memory_MemTotal_bytes",
            "node_memory_MemAvailable_bytes",
            "node_memory_MemFree_bytes",
            "node_memory_Buffers_bytes",
            "node_memory_Cached_bytes",
            "node_memory_SReclaimable_bytes",
            "node_memory_Shmem_bytes",
            "node_memory_Dirty_bytes",
            "node_memory_SwapTotal_bytes",
            "node_memory_SwapFree_bytes",
            "node_vmstat_pswpin",
            "node_vmstat_pswpout",
            "node_vmstat_pgmajfault",
            "node_vmstat_oom_kill",
            "node_load1",
            "node_load5",
            "node_load15",
            "node_procs_running",
            "node_procs_blocked",
            "node_context_switches_total",
            "node_forks_total",
            "node_boot_time_seconds",
            "node_pressure_cpu_waiting_seconds_total",
            "node_pressure_io_waiting_seconds_total",
            "node_pressure_io_stalled_seconds_total",
            "node_pressure_memory_waiting_seconds_total",
            "node_pressure_memory_stalled_seconds_total",
            "node_disk_read_bytes_total",
            "node_disk_written_bytes_total",
            "node_disk_reads_completed_total",
            "node_disk_writes_completed_total",
            "node_disk_read_time_seconds_total",
            "node_disk_write_time_seconds_total",
            "node_disk_io_time_seconds_total",
            "node_disk_io_time_weighted_seconds_total",
            "node_filesystem_size_bytes",
            "node_filesystem_free_bytes",
            "node_filesystem_avail_bytes",
            "node_filesystem_files",
            "node_filesystem_files_free",
            "node_filesystem_readonly",
            "node_network_receive_bytes_total",
            "node_network_transmit_bytes_total",
            "node_network_receive_packets_total",
            "node_network_transmit_packets_total",
            "node_network_receive_errs_total",
            "node_network_transmit_errs_total",
            "node_network_receive_drop_total",
            "node_network_transmit_drop_total",
            "node_network_speed_bytes",
            "node_network_up",
            "node_network_carrier"));

    private static final String CPU = "node_cpu_seconds_total";

    private final Readings readings;
    private final HostView.Moment moment;

    /** A reader of a moment. */
    HostViewReader(Snapshot snapshot, List<SeriesMatcher> host, HostView.Moment moment, int parts) {
        this.moment = moment;
        long partMs = Math.max(moment.intervalMs(), moment.windowMs() / Math.max(1, parts));
        int fitting = (int) Math.max(1, Math.min(parts, moment.windowMs() / partMs));
        readings =
                new Readings(snapshot, host, NAMES, moment.hasData(), moment.atMs(), moment.stepMs(), partMs, fitting);
    }

    /** The view, with what does not come from series. */
    HostView view(List<HostView.Upstream> upstreams, List<HostView.Gap> gaps) {
        return new HostView(
                moment, cpu(), memory(), load(), disks(), fileSystems(), interfaces(), upstreams, List.copyOf(gaps));
    }

    private HostView.Cpu cpu() {
        TreeMap<String, List<Series>> byCore =
                new TreeMap<>(Comparator.comparingInt(HostViewReader::number).thenComparing(Comparator.naturalOrder()));
        for (Series series : readings.series(CPU)) {
            byCore.computeIfAbsent(series.labels().get("cpu"), name -> new ArrayList<>())
                    .add(series);
        }
        List<HostView.Core> cores = new ArrayList<>();
        byCore.forEach((name, modes) -> {
            HostView.Core core = core(name, modes);
            if (modes.stream().anyMatch(readings::isThere)) {
                cores.add(core);
            }
        });
        return new HostView.Cpu(together(cores), List.copyOf(cores));
    }

    private HostView.Core core(String name, List<Series> modes) {
        double[] shares = new double[8]; // in the order of the switch
        double[] busy = readings.noHistory();
        double[] rest = readings.noHistory();
        Arrays.fill(shares, 0);
        shares[7] = Double.NaN;
        for (Series series : modes) {
            int slot = switch (series.labels().get("mode")) {
                case "user" -> 0;
                case "nice" -> 1;
                case "system" -> 2;
                case "irq" -> 3;
                case "softirq" -> 4;
                case "iowait" -> 5;
                case "steal" -> 6;
                case "idle" -> 7;
                default -> -1;
            };
            if (slot >= 0) {
                shares[slot] = readings.rate(series);
                add(readings.rateHistory(series), slot == 5 || slot == 7 ? rest : busy);
            }
        }
        // Ticks of the kernel are coarse and processors do not add up to a second each: shares of what was counted.
        double counted = Arrays.stream(shares).sum();
        double unit = counted > 0 ? counted : Double.NaN;
        for (int i = 0; i < busy.length; i++) {
            busy[i] = busy[i] + rest[i] > 0 ? busy[i] / (busy[i] + rest[i]) : Double.NaN;
        }
        return new HostView.Core(
                name,
                shares[0] / unit,
                shares[1] / unit,
                shares[2] / unit,
                (shares[3] + shares[4]) / unit,
                shares[5] / unit,
                shares[6] / unit,
                shares[7] / unit,
                busy);
    }

    private static void add(double[] more, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Double.isNaN(into[i]) ? more[i] : Double.isNaN(more[i]) ? into[i] : into[i] + more[i];
        }
    }

    private HostView.Core together(List<HostView.Core> cores) {
        double[] sums = new double[7];
        double[] busy = readings.noHistory();
        double[] known = new double[busy.length];
        for (HostView.Core core : cores) {
            double[] shares = {
                core.user(), core.nice(), core.system(), core.irq(), core.iowait(), core.steal(), core.idle()
            };
            for (int i = 0; i < sums.length; i++) {
                sums[i] += shares[i];
            }
            add(core.busyHistory(), busy);
            for (int i = 0; i < known.length; i++) {
                known[i] += Double.isNaN(core.busyHistory()[i]) ? 0 : 1;
            }
        }
        double count = cores.isEmpty() ? Double.NaN : cores.size();
        for (int i = 0; i < busy.length; i++) {
            busy[i] /= known[i];
        }
        return new HostView.Core(
                "",
                sums[0] / count,
                sums[1] / count,
                sums[2] / count,
                sums[3] / count,
                sums[4] / count,
                sums[5] / count,
                sums[6] / count,
                busy);
    }

    private HostView.Memory memory() {
        double total = readings.gauge("node_memory_MemTotal_bytes");
        double[] history = readings.gaugeHistory("node_memory_MemAvailable_bytes");
        for (int i = 0; i < history.length; i++) {
            history[i] = 1 - history[i] / total;
        }
        return new HostView.Memory(
                total,
                readings.gauge("node_memory_MemAvailable_bytes"),
                readings.gauge("node_memory_MemFree_bytes"),
                readings.gauge("node_memory_Buffers_bytes"),
                readings.gauge("node_memory_Cached_bytes") + readings.gauge("node_memory_SReclaimable_bytes"),
                readings.gauge("node_memory_Shmem_bytes"),
                readings.gauge("node_memory_Dirty_bytes"),
                readings.gauge("node_memory_SwapTotal_bytes"),
                readings.gauge("node_memory_SwapFree_bytes"),
                readings.rate("node_vmstat_pswpin"),
                readings.rate("node_vmstat_pswpout"),
                readings.rate("node_vmstat_pgmajfault"),
                readings.windowIncrease("node_vmstat_oom_kill"),
                history);
    }

    private HostView.Load load() {
        return new HostView.Load(
                readings.gauge("node_load1"),
                readings.gauge("node_load5"),
                readings.gauge("node_load15"),
                readings.gauge("node_procs_running"),
                readings.gauge("node_procs_blocked"),
                readings.rate("node_context_switches_total"),
                readings.rate("node_forks_total"),
                new HostView.Stall(shareOfTime("node_pressure_cpu_waiting_seconds_total"), Double.NaN),
                stall("io"),
                stall("memory"),
                moment.atMs() / 1e3 - readings.gauge("node_boot_time_seconds"),
                readings.gaugeHistory("node_load1"));
    }

    private HostView.Stall stall(String what) {
        return new HostView.Stall(
                shareOfTime("node_pressure_" + what + "_waiting_seconds_total"),
                shareOfTime("node_pressure_" + what + "_stalled_seconds_total"));
    }

    /** At most the whole of it: a tick is read some milliseconds after its time. */
    private double shareOfTime(String metric) {
        return Math.min(1, readings.rate(metric));
    }

    private List<HostView.Disk> disks() {
        List<HostView.Disk> disks = new ArrayList<>();
        for (String name : readings.values("node_disk_io_time_seconds_total", "device")) {
            double reads = disk("reads_completed_total", name);
            double writes = disk("writes_completed_total", name);
            disks.add(new HostView.Disk(
                    name,
                    disk("read_bytes_total", name),
                    disk("written_bytes_total", name),
                    reads,
                    writes,
                    disk("io_time_seconds_total", name),
                    reads > 0 ? disk("read_time_seconds_total", name) / reads : Double.NaN,
                    writes > 0 ? disk("write_time_seconds_total", name) / writes : Double.NaN,
                    disk("io_time_weighted_seconds_total", name),
                    readings.rateHistory("node_disk_io_time_seconds_total", "device", name)));
        }
        return disks;
    }

    private double disk(String what, String name) {
        return readings.rate("node_disk_" + what, "device", name);
    }

    private List<HostView.FileSystem> fileSystems() {
        List<HostView.FileSystem> found = new ArrayList<>();
        for (Series series : readings.series("node_filesystem_size_bytes")) {
            if (!readings.isThere(series)) {
                continue;
            }
            double size = readings.gauge(series);
            String mount = series.labels().get("mountpoint");
            found.add(new HostView.FileSystem(
                    mount,
                    series.labels().get("device"),
                    series.labels().get("fstype"),
                    size,
                    fileSystem("free_bytes", mount),
                    fileSystem("avail_bytes", mount),
                    fileSystem("files", mount),
                    fileSystem("files_free", mount),
                    fileSystem("readonly", mount) == 1));
        }
        found.sort(Comparator.comparing(HostView.FileSystem::mount));
        return found;
    }

    private double fileSystem(String what, String mount) {
        return readings.gauge("node_filesystem_" + what, "mountpoint", mount);
    }

    private List<HostView.Interface> interfaces() {
        List<HostView.Interface> found = new ArrayList<>();
        for (String name : readings.values("node_network_receive_bytes_total", "device")) {
            found.add(new HostView.Interface(
                    name,
                    network("receive_bytes_total", name),
                    network("transmit_bytes_total", name),
                    network("receive_packets_total", name),
                    network("transmit_packets_total", name),
                    network("receive_errs_total", name) + network("transmit_errs_total", name),
                    network("receive_drop_total", name) + network("transmit_drop_total", name),
                    speed(name),
                    up(name),
                    readings.rateHistory("node_network_receive_bytes_total", "device", name),
                    readings.rateHistory("node_network_transmit_bytes_total", "device", name)));
        }
        return found;
    }

    /** A driver that does not know the speed says -1. */
    private double speed(String name) {
        double speedBytes = readings.gauge("node_network_speed_bytes", "device", name);
        return speedBytes > 0 ? speedBytes : Double.NaN;
    }

    /** A loopback has a carrier and is never said to be up; one that is down has neither. */
    private double up(String name) {
        return Math.max(
                readings.gauge("node_network_up", "device", name),
                readings.gauge("node_network_carrier", "device", name) == 1 ? 1 : 0);
    }

    private double network(String what, String name) {
        return readings.rate("node_network_" + what, "device", name);
    }

    private static int number(String name) {
        return name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
    }
}
