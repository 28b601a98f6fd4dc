package dev.holdfast.agent.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration: the file, if there is one, under the environment and the flags.
 *
 * <p>The YAML is read as a tree of nodes rather than into objects, since only nodes know their line and column. The schema
 * is the sequence of calls in {@link #read}: it checks, gives defaults, and records what is in force, all at once.
 */
public final class ConfigLoader {
    /** Any configuration is far smaller; a larger file is some other file. */
    private static final long MAX_FILE_BYTES = 1 << 20;

    private static final long MIN_INTERVAL_MS = 100;
    private static final long MAX_INTERVAL_MS = 3_600_000;
    private static final long MIN_STORE_BYTES = 16L << 20;
    private static final long MAX_SERIES = 10_000_000;
    private static final List<String> WAL_ENGINES = List.of("file", "chronicle");
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Top-level keys of Prometheus that a copied file may bring along, and what to do about each. */
    private static final Map<String, String> PROMETHEUS_KEYS = Map.of(
            "global", "is Prometheus's: write scrape_interval as interval, and external_labels, at the top level",
            "scrape_configs", "is Prometheus's: this agent samples its own host and scrapes nothing; remove it",
            "rule_files", "is Prometheus's: rules are evaluated upstream; remove it",
            "alerting", "is Prometheus's: alerts are sent from upstream; remove it",
            "remote_read", "is Prometheus's: queries read the local store only; remove it",
            "server", "is not a key; the store is configured under storage");

    private final Set<String> collectorNames;
    private final Path defaultData;
    private final Map<String, String> environment;

    /**
     * A loader.
     *
     * @param collectorNames the collectors that there are
     * @param defaultData the data directory when nothing names one
     * @param environment variables that values may refer to
     */
    public ConfigLoader(Set<String> collectorNames, Path defaultData, Map<String, String> environment) {
        this.collectorNames = Set.copyOf(collectorNames);
        this.defaultData = defaultData;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The configuration of a file; null for none.
     *
     * @throws ConfigException with every mistake in it
     * @throws IOException when the file cannot be read
     */
    public LoadedConfig load(@Nullable Path file, Overrides overrides) throws ConfigException, IOException {
        if (file == null) {
            return parse("", "", overrides);
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new ConfigException(List.of(new ConfigProblem(
                    Origin.file(file.toString(), 1, 1), "is larger than 1 MiB: this is not a configuration file")));
        }
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8), overrides);
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    List.of(new ConfigProblem(Origin.file(file.toString(), 1, 1), "is not UTF-8 text")));
        }
    }

    /**
     * The configuration in a text.
     *
     * @param name of the file, for messages
     * @throws ConfigException with every mistake in it
     */
    public LoadedConfig parse(String name, String text, Overrides overrides) throws ConfigException {
        ConfigReading reading = new ConfigReading(name, environment, overrides.byPath());
        AgentConfig config = read(Section.root(reading, compose(name, text)));
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(reading.problems());
        }
        return new LoadedConfig(config, reading.settings(), reading.warnings());
    }

    private static @Nullable Node compose(String name, String text) throws ConfigException {
        LoadSettings settings = LoadSettings.builder().setLabel(name).build();
        try {
            return new Compose(settings)
                    .composeString(EnvironmentText.shield(text))
                    .orElse(null);
        } catch (MarkedYamlEngineException e) {
            Origin origin = e.getProblemMark()
                    .map(mark -> Origin.file(name, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(Origin.file(name, 1, 1));
            throw new ConfigException(List.of(new ConfigProblem(origin, "not valid YAML: " + oneLine(e.getProblem()))));
        } catch (YamlEngineException e) {
            throw new ConfigException(List.of(new ConfigProblem(
                    Origin.file(name, 1, 1), "not valid YAML: " + oneLine(String.valueOf(e.getMessage())))));
        }
    }

    private AgentConfig read(Section root) {
        PROMETHEUS_KEYS.forEach(root::refuse);
        root.refuse("intake", "is not in this version: it takes no samples from other hosts yet");
        long intervalMs = root.durationMs("interval", 1_000, MIN_INTERVAL_MS, MAX_INTERVAL_MS);
        StorageConfig storage = storage(root.section("storage"));
        Map<String, CollectorConfig> collectors = collectors(root);
        Map<String, String> externalLabels = externalLabels(root);
        ReadinessConfig readiness = readiness(root.section("readiness"));
        ApiConfig api = ApiReader.api(root.section("api"));
        QueryConfig query = ApiReader.query(root.section("query"));
        List<UpstreamConfig> upstreams = upstreams(root, readiness);
        root.finish();
        return new AgentConfig(intervalMs, storage, collectors, externalLabels, readiness, api, query, upstreams);
    }

    private StorageConfig storage(Section section) {
        Path path = section.value("path", defaultData, ConfigLoader::path, value -> Yaml.quoted(value.toString()));
        long retentionMs = section.durationMs("retention", 30 * 86_400_000L, 0, Long.MAX_VALUE);
        long maxBytes = section.value("max_bytes", 2L << 30, ConfigLoader::storeBytes, SizeText::format);
        long syncMs = section.value(
                "sync",
                5_000L,
                text -> text.equals("tick") ? 0 : DurationText.parseMs(text),
                value -> value == 0 ? "tick" : DurationText.format(value));
        long maxSeries = section.integer("max_series", 100_000, 0, MAX_SERIES);
        String wal = section.value("wal", "file", ConfigLoader::walEngine, value -> value);
        section.finish();
        return new StorageConfig(path, retentionMs, maxBytes, syncMs, (int) maxSeries, wal);
    }

    private Map<String, CollectorConfig> collectors(Section root) {
        Section section = root.optionalSection("collectors");
        Map<String, CollectorConfig> result = new LinkedHashMap<>();
        if (section == null) {
            root.showDefault("collectors", "{}");
            return result;
        }
        // In the file's order, and each known name asked for once, so that finish() can name the others.
        for (String name : section.names()) {
            if (collectorNames.contains(name)) {
                Section collector = section.section(name);
                for (String later : List.of("include", "exclude")) {
                    collector.refuse(later, "is not in this version: a collector samples all that it finds");
                }
                boolean enabled = collector.bool("enabled", true);
                long intervalMs = collector.has("interval")
                        ? collector.durationMs("interval", 0, MIN_INTERVAL_MS, 86_400_000L)
                        : 0;
                collector.know("interval");
                result.put(name, new CollectorConfig(enabled, intervalMs));
                collector.finish();
            }
        }
        collectorNames.forEach(section::know);
        section.finish();
        return result;
    }

    private static Map<String, String> externalLabels(Section root) {
        Map<String, String> labels = root.map("external_labels", false);
        if (labels.isEmpty()) {
            root.showDefault("external_labels", "{}");
        }
        for (String name : labels.keySet()) {
            if (!LABEL_NAME.matcher(name).matches() || name.startsWith("__")) {
                root.problem("external_labels", "\"" + name + "\" cannot be a label name");
            }
        }
        return labels;
    }

    private static ReadinessConfig readiness(Section section) {
        long ageMs = UpstreamReader.maxUndeliveredAgeMs(section, ReadinessConfig.DEFAULT_MAX_UNDELIVERED_AGE_MS);
        section.finish();
        return new ReadinessConfig(ageMs);
    }

    private static List<UpstreamConfig> upstreams(Section root, ReadinessConfig readiness) {
        List<UpstreamConfig> upstreams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String key : List.of("remote_write", "otlp")) {
            List<Section> sections = root.list(key);
            if (sections.isEmpty()) {
                root.showDefault(key, "[]");
            }
            for (Section section : sections) {
                UpstreamConfig upstream = key.equals("otlp")
                        ? UpstreamReader.otlp(section, readiness)
                        : UpstreamReader.remoteWrite(section, readiness);
                if (!names.add(upstream.name())) {
                    section.problem(
                            "name",
                            "another upstream is called \"" + upstream.name()
                                    + "\" already; give each a name of its own");
                }
                upstreams.add(upstream);
            }
        }
        return upstreams;
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the path is empty");
        }
        return Path.of(text);
    }

    private static long storeBytes(String text) {
        long bytes = SizeText.parseBytes(text);
        if (bytes != 0 && bytes < MIN_STORE_BYTES) {
            throw new IllegalArgumentException("must be at least " + SizeText.format(MIN_STORE_BYTES)
                    + ", or 0 for no bound; the log alone needs some of it");
        }
        return bytes;
    }

    private static String walEngine(String text) {
        if (!WAL_ENGINES.contains(text)) {
            String nearest = Spelling.nearest(text, WAL_ENGINES);
            throw new IllegalArgumentException("\"" + text + "\" is not a log engine; "
                    + (nearest == null
                            ? "write one of " + String.join(", ", WAL_ENGINES)
                            : "did you mean \"" + nearest + "\"?"));
        }
        return text;
    }

    private static String oneLine(String text) {
        return EnvironmentText.unshield(text).replace('\n', ' ');
    }
}
