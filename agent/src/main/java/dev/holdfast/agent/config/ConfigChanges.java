package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is another in a second configuration, for an agent that goes over to it while it runs. Names what changed, and the
 * values only where they cannot be secret. Immutable.
 *
 * @param lines each change, for people: {@code interval 1s -> 5s}, {@code upstream central changed}
 * @param fixed keys with another value that needs a restart
 * @param changedUpstreams names of those in both that are to be begun anew
 */
public record ConfigChanges(List<String> lines, List<String> fixed, Set<String> changedUpstreams) {
    /** Copies the collections. */
    public ConfigChanges {
        lines = List.copyOf(lines);
        fixed = List.copyOf(fixed);
        changedUpstreams = Set.copyOf(changedUpstreams);
    }

    /** The changes from one to the other. */
    public static ConfigChanges between(AgentConfig from, AgentConfig to) {
        List<String> lines = new ArrayList<>();
        Set<String> changed = upstreams(from, to, lines);
        change(lines, "interval", DurationText.format(from.intervalMs()), DurationText.format(to.intervalMs()));
        change(
                lines,
                "readiness.max_undelivered_age",
                DurationText.format(from.readiness().maxUndeliveredAgeMs()),
                DurationText.format(to.readiness().maxUndeliveredAgeMs()));
        ApiChanges.add(from, to, lines);
        collectors(from.collectors(), to.collectors(), lines);
        storage(from.storage(), to.storage(), lines);
        return new ConfigChanges(lines, fixed(from.storage(), to.storage()), changed);
    }

    private static Set<String> upstreams(AgentConfig from, AgentConfig to, List<String> lines) {
        boolean relabelled = !from.externalLabels().equals(to.externalLabels());
        if (relabelled) {
            lines.add("external_labels changed");
        }
        Map<String, UpstreamConfig> before = byName(from);
        Map<String, UpstreamConfig> after = byName(to);
        Set<String> changed = new LinkedHashSet<>();
        after.forEach((name, config) -> {
            UpstreamConfig old = before.get(name);
            if (old == null) {
                lines.add("upstream " + name + " added");
            } else if (!old.withMaxUndeliveredAgeMs(config.maxUndeliveredAgeMs())
                    .equals(config)) {
                lines.add("upstream " + name + " changed");
                changed.add(name);
            } else if (relabelled) {
                changed.add(name);
            }
            if (old != null && !isInherited(old, from, config, to)) {
                change(lines, "upstream " + name + " max_undelivered_age", age(old), age(config));
            }
        });
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                lines.add("upstream " + name + " removed");
            }
        }
        return changed;
    }

    /** Whether both have the age of {@code readiness}, the change of which is named already. */
    private static boolean isInherited(UpstreamConfig old, AgentConfig from, UpstreamConfig now, AgentConfig to) {
        return old.maxUndeliveredAgeMs() == from.readiness().maxUndeliveredAgeMs()
                && now.maxUndeliveredAgeMs() == to.readiness().maxUndeliveredAgeMs();
    }

    private static String age(UpstreamConfig config) {
        return DurationText.format(config.maxUndeliveredAgeMs());
    }

    private static Map<String, UpstreamConfig> byName(AgentConfig config) {
        Map<String, UpstreamConfig> byName = new LinkedHashMap<>();
        config.upstreams().forEach(upstream -> byName.put(upstream.name(), upstream));
        return byName;
    }

    private static void collectors(
            Map<String, CollectorConfig> from, Map<String, CollectorConfig> to, List<String> lines) {
        CollectorConfig habit = new CollectorConfig(true, 0);
        Set<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        for (String name : names) {
            CollectorConfig old = from.getOrDefault(name, habit);
            CollectorConfig now = to.getOrDefault(name, habit);
            if (old.enabled() != now.enabled()) {
                lines.add("collector " + name + (now.enabled() ? " on" : " off"));
            } else if (now.enabled() && old.intervalMs() != now.intervalMs()) {
                change(lines, "collector " + name + " interval", interval(old), interval(now));
            }
        }
    }

    private static String interval(CollectorConfig config) {
        return config.intervalMs() == 0 ? "default" : DurationText.format(config.intervalMs());
    }

    private static void storage(StorageConfig from, StorageConfig to, List<String> lines) {
        change(
                lines,
                "storage.retention",
                DurationText.format(from.retentionMs()),
                DurationText.format(to.retentionMs()));
        change(lines, "storage.max_bytes", SizeText.format(from.maxBytes()), SizeText.format(to.maxBytes()));
        change(lines, "storage.sync", sync(from), sync(to));
        change(lines, "storage.max_series", Integer.toString(from.maxSeries()), Integer.toString(to.maxSeries()));
    }

    private static String sync(StorageConfig storage) {
        return storage.syncMs() == 0 ? "tick" : DurationText.format(storage.syncMs());
    }

    private static void change(List<String> lines, String what, String from, String to) {
        if (!from.equals(to)) {
            lines.add(what + " " + from + " -> " + to);
        }
    }

    private static List<String> fixed(StorageConfig from, StorageConfig to) {
        List<String> fixed = new ArrayList<>();
        // A path that is written in another way is the same directory.
        if (!normal(from.path()).equals(normal(to.path()))) {
            fixed.add("storage.path");
        }
        if (!from.wal().equals(to.wal())) {
            fixed.add("storage.wal");
        }
        return fixed;
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
