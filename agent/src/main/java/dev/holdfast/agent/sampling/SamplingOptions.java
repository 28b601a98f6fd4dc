package dev.holdfast.agent.sampling;

import java.util.Map;

/**
 * What is sampled, how often, and under which labels.
 *
 * @param intervalMs time between ticks, milliseconds, at least {@link #MIN_INTERVAL_MS}; ticks lie at its multiples since
 *     the epoch
 * @param job the label {@code job} of every series
 * @param instance the label {@code instance} of every series
 * @param version version of the agent, for {@code holdfast_build_info}
 * @param paths where the host's pseudo file systems are
 * @param collectors options by name of collector; those that are not named run as {@link Collectors} says
 */
public record SamplingOptions(
        long intervalMs,
        String job,
        String instance,
        String version,
        HostPaths paths,
        Map<String, CollectorOptions> collectors) {
    /** The shortest interval, 100 ms. */
    public static final long MIN_INTERVAL_MS = 100;

    /** The port of node_exporter, which dashboards expect in {@code instance}. */
    private static final String INSTANCE_PORT = ":9100";

    /** Checks the ranges. */
    public SamplingOptions {
        if (intervalMs < MIN_INTERVAL_MS) {
            throw new IllegalArgumentException(
                    "interval is too short: intervalMs=" + intervalMs + ", at least " + MIN_INTERVAL_MS);
        }
        collectors = Map.copyOf(collectors);
    }

    /** Every second, {@code job="node"}, {@code instance="<hostname>:9100"}, every collector. */
    public static SamplingOptions defaults() {
        HostPaths paths = HostPaths.standard();
        return new SamplingOptions(1_000, "node", hostName(paths) + INSTANCE_PORT, "dev", paths, Map.of());
    }

    /** The name of the host, or localhost where it cannot be told. */
    private static String hostName(HostPaths paths) {
        // Not through InetAddress: that asks the resolver, which may wait for a network.
        String name = SmallFile.read(paths.procfs().resolve("sys/kernel/hostname"));
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String value = System.getenv(variable);
            if (name.isEmpty() && value != null) {
                name = value;
            }
        }
        return name.isEmpty() ? "localhost" : name;
    }

    /** With another interval. */
    public SamplingOptions withIntervalMs(long value) {
        return new SamplingOptions(value, job, instance, version, paths, collectors);
    }

    /** With other labels. */
    public SamplingOptions withLabels(String newJob, String newInstance) {
        return new SamplingOptions(intervalMs, newJob, newInstance, version, paths, collectors);
    }

    /** With the version of the agent. */
    public SamplingOptions withVersion(String value) {
        return new SamplingOptions(intervalMs, job, instance, value, paths, collectors);
    }

    /** With options of collectors. */
    public SamplingOptions withCollectors(Map<String, CollectorOptions> value) {
        return new SamplingOptions(intervalMs, job, instance, version, paths, value);
    }
}
