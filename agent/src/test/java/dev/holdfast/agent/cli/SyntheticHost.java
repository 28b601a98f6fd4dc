package dev.holdfast.agent.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/** The samples of a host that does what a test says, as OpenMetrics text: gauges of time, and counters of a rate over time. */
final class SyntheticHost {
    private static final double GIB = 1L << 30;

    private final long fromMs;
    private final long toMs;
    private final long intervalMs;
    private final Map<String, LongToDoubleFunction> gauges = new LinkedHashMap<>();
    private final Map<String, LongToDoubleFunction> rates = new LinkedHashMap<>();
    private long gapFromMs = Long.MAX_VALUE;
    private long gapToMs = Long.MIN_VALUE;

    /** A quiet host with two processors, 8 GiB, a disk, two file systems and an interface of 1 Gbit/s. */
    SyntheticHost(long fromMs, long toMs, long intervalMs) {
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.intervalMs = intervalMs;
        cpu(time -> 0.05);
        gauge("node_load1", time -> 0.2);
        gauge("node_memory_MemTotal_bytes", time -> 8 * GIB);
        gauge("node_memory_MemAvailable_bytes", time -> 6 * GIB);
        gauge("node_memory_AnonPages_bytes", time -> GIB);
        rate("node_vmstat_oom_kill", time -> 0);
        rate("node_disk_io_time_seconds_total{device=\"sda\"}", time -> 0.02);
        rate("node_disk_written_bytes_total{device=\"sda\"}", time -> 50_000);
        for (String mount : new String[] {"/", "/var"}) {
            String labels = "{device=\"/dev/sda1\",fstype=\"ext4\",mountpoint=\"" + mount + "\"}";
            gauge("node_filesystem_size_bytes" + labels, time -> 100 * GIB);
            gauge("node_filesystem_free_bytes" + labels, time -> 60 * GIB);
            gauge("node_filesystem_avail_bytes" + labels, time -> 60 * GIB);
        }
        for (String device : new String[] {"eth0", "eth1"}) {
            String labels = "{device=\"" + device + "\"}";
            gauge("node_network_speed_bytes" + labels, time -> 125e6);
            rate("node_network_receive_bytes_total" + labels, time -> 200_000);
            rate("node_network_transmit_bytes_total" + labels, time -> 100_000);
            rate("node_network_receive_drop_total" + labels, time -> 0);
            rate("node_network_transmit_drop_total" + labels, time -> 0);
        }
    }

    /** Share of the time that user programs take of each processor. */
    SyntheticHost cpu(LongToDoubleFunction user) {
        for (String core : new String[] {"0", "1"}) {
            String labels = "node_cpu_seconds_total{cpu=\"" + core + "\",mode=\"";
            rate(labels + "user\"}", user);
            rate(labels + "system\"}", time -> 0.01);
            rate(labels + "iowait\"}", time -> 0);
            rate(labels + "idle\"}", time -> 0.99 - user.applyAsDouble(time));
        }
        return this;
    }

    SyntheticHost gauge(String series, LongToDoubleFunction value) {
        gauges.put(series, value);
        return this;
    }

    SyntheticHost rate(String series, LongToDoubleFunction perSecond) {
        rates.put(series, perSecond);
        return this;
    }

    /** Nothing is sampled there. */
    SyntheticHost gap(long gapFrom, long gapTo) {
        gapFromMs = gapFrom;
        gapToMs = gapTo;
        return this;
    }

    /** The samples, with a little noise from a seed. */
    String openMetrics() {
        StringBuilder out = new StringBuilder();
        Random random = new Random(7);
        gauges.forEach((series, value) -> {
            for (long time = fromMs; time <= toMs; time += intervalMs) {
                line(out, series, time, value.applyAsDouble(time));
            }
        });
        rates.forEach((series, perSecond) -> {
            double count = 1_000_000;
            for (long time = fromMs; time <= toMs; time += intervalMs) {
                line(out, series, time, count);
                double noise = 1 + 0.1 * (random.nextDouble() - 0.5);
                count += perSecond.applyAsDouble(time) * noise * intervalMs / 1000;
            }
        });
        return out.append("# EOF\n").toString();
    }

    private void line(StringBuilder out, String series, long timeMs, double value) {
        if (timeMs < gapFromMs || timeMs >= gapToMs) {
            out.append(series).append(' ').append(value).append(' ');
            out.append(String.format(Locale.ROOT, "%.3f", timeMs / 1e3)).append('\n');
        }
    }
}
