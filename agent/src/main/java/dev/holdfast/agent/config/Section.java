package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file, read key by key. Each call names a key that is known; {@link #finish} then names the keys that
 * nobody asked for. A value that cannot be understood is recorded as a problem and its default returned, so that one
 * reading finds every mistake.
 */
final class Section {
    private final ConfigReading reading;
    private final String path;
    private final int depth;
    private final Origin origin;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private boolean atItemStart;

    private Section(ConfigReading reading, String path, int depth, Origin origin, boolean listItem) {
        this.reading = reading;
        this.path = path;
        this.depth = depth;
        this.origin = origin;
        this.atItemStart = listItem;
    }

    /** The whole file; null for an empty one. */
    static Section root(ConfigReading reading, @Nullable Node node) {
        Section root = new Section(reading, "", 0, Origin.DEFAULT, false);
        root.fill(node);
        return root;
    }

    /** Where it stands. */
    Origin origin() {
        return origin;
    }

    /** Where the value of a key stands, or else the section. */
    Origin originOf(String key) {
        ConfigReading.Preset preset = reading.presetOf(child(key));
        if (preset != null) {
            return preset.origin();
        }
        NodeTuple entry = entries.get(key);
        return entry == null ? origin : reading.originOf(entry.getValueNode());
    }

    boolean has(String key) {
        return entries.containsKey(key) || reading.presetOf(child(key)) != null;
    }

    /** A value of any kind that a text stands for. The parser throws IllegalArgumentException with the reason. */
    <T> T value(String key, T fallback, Function<String, T> parser, Function<T, String> printer) {
        known.add(key);
        ConfigReading.Preset preset = reading.presetOf(child(key));
        NodeTuple entry = entries.get(key);
        T value = fallback;
        Origin from = Origin.DEFAULT;
        if (preset != null) {
            from = preset.origin();
            value = parsed(key, from, preset.text(), fallback, parser);
        } else if (entry != null) {
            from = reading.originOf(entry.getValueNode());
            String text = scalar(key, entry.getValueNode());
            value = text == null ? fallback : parsed(key, from, text, fallback, parser);
        }
        show(key, printer.apply(value), from);
        return value;
    }

    String string(String key, String fallback) {
        return value(key, fallback, text -> text, Yaml::quoted);
    }

    /** A text, or null when the key is not there; shown only when it is. */
    @Nullable
    String optional(String key) {
        known.add(key);
        return has(key) ? string(key, "") : null;
    }

    /** A text that is never shown, or null when the key is not there. */
    @Nullable
    Secret secret(String key) {
        known.add(key);
        return has(key) ? value(key, new Secret(""), ScalarText::secret, Secret::toString) : null;
    }

    /** A file, or null when the key is not there; a relative one lies beside the configuration, as in Prometheus. */
    @Nullable
    Path path(String key) {
        known.add(key);
        Path none = Path.of("");
        return has(key) ? value(key, none, this::filePath, path -> Yaml.quoted(path.toString())) : null;
    }

    /** The file that a text names. */
    Path filePath(String text) {
        return ScalarText.path(reading.file(), text);
    }

    boolean bool(String key, boolean fallback) {
        return value(key, fallback, ScalarText::bool, value -> Boolean.toString(value));
    }

    long integer(String key, long fallback, long least, long most) {
        return value(
                key,
                fallback,
                text -> ScalarText.inRange(ScalarText.integer(text), least, most, value -> Long.toString(value)),
                value -> Long.toString(value));
    }

    long durationMs(String key, long fallbackMs, long leastMs, long mostMs) {
        return value(
                key,
                fallbackMs,
                text -> ScalarText.inRange(DurationText.parseMs(text), leastMs, mostMs, DurationText::format),
                DurationText::format);
    }

    /** A list of values, each of which a text stands for; empty when the key is not there. */
    <T> List<T> values(String key, Function<String, T> parser, Function<T, String> printer) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        List<T> values = new ArrayList<>();
        if (entry != null && entry.getValueNode() instanceof SequenceNode sequence) {
            for (Node node : sequence.getValue()) {
                String text = scalar(key, node);
                if (text != null) {
                    Optional<T> none = Optional.empty();
                    parsed(key, reading.originOf(node), text, none, one -> Optional.of(parser.apply(one)))
                            .ifPresent(values::add);
                }
            }
        } else if (entry != null) {
            problem(entry.getValueNode(), key, "must be a list, for example [a, b]");
        }
        show(
                key,
                values.stream().map(printer).collect(Collectors.joining(", ", "[", "]")),
                entry == null ? Origin.DEFAULT : originOf(key));
        return values;
    }

    /** A part that has defaults of its own: it is there even when the file does not mention it. */
    Section section(String key) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        show(key, "", Origin.DEFAULT);
        Origin from = entry == null ? origin : reading.originOf(entry.getKeyNode());
        Section section = new Section(reading, child(key), depth + 1, from, false);
        section.fill(entry == null ? null : entry.getValueNode());
        return section;
    }

    /** A part that changes nothing by its absence, or null then. */
    @Nullable
    Section optionalSection(String key) {
        known.add(key);
        return entries.containsKey(key) ? section(key) : null;
    }

    /** A list of mappings; each is shown as it is read, so it must be read at once and in order. */
    List<Section> list(String key) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        List<Section> items = new ArrayList<>();
        if (entry != null && entry.getValueNode() instanceof SequenceNode sequence) {
            if (!sequence.getValue().isEmpty()) {
                show(key, "", Origin.DEFAULT);
            }
            int index = 0;
            for (Node node : sequence.getValue()) {
                String itemPath = child(key) + "[" + index++ + "]";
                Section item = new Section(reading, itemPath, depth + 2, reading.originOf(node), true);
                item.fill(node);
                items.add(item);
            }
        } else if (entry != null && !isNull(entry.getValueNode())) {
            problem(entry.getValueNode(), key, "must be a list: put \"- \" before each item");
        }
        return items;
    }

    /** Names and texts of the user's own choice. */
    Map<String, String> map(String key, boolean secret) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        if (entry == null) {
            return Map.of();
        }
        Section section = section(key);
        Map<String, String> result = new LinkedHashMap<>();
        for (String name : section.names()) {
            result.put(name, section.value(name, "", text -> text, text -> secret ? Secret.MASK : Yaml.quoted(text)));
        }
        return result;
    }

    /** Makes a key known without reading it. */
    void know(String key) {
        known.add(key);
    }

    /** The keys that are there, in the file's order. */
    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Shows a key that the file does not have, with what stands in its place. */
    void showDefault(String key, String value) {
        show(key, value, Origin.DEFAULT);
    }

    /** A key that is understood and changes nothing: says so when it is there. */
    void noEffect(String key, String reason) {
        known.add(key);
        NodeTuple entry = entries.get(key);
        if (entry != null) {
            reading.warning(reading.originOf(entry.getKeyNode()), child(key) + " has no effect: " + reason);
        }
    }

    /** Says something about a key's value that does not keep it from being used. */
    void warn(String key, String message) {
        reading.warning(originOf(key), child(key) + ": " + message);
    }

    /** A key that would change what is done, and cannot: a mistake when it is there. */
    void refuse(String key, String reason) {
        NodeTuple entry = entries.get(key);
        if (entry != null) {
            known.add(key);
            reading.problem(reading.originOf(entry.getKeyNode()), child(key) + " " + reason);
        }
    }

    /** Records that a key's value is wrong, for a reason that only its reader knows. */
    void problem(String key, String message) {
        reading.problem(originOf(key), child(key) + ": " + message);
    }

    /** Names the keys that nobody asked for. */
    void finish() {
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String nearest = Spelling.nearest(entry.getKey(), known);
                String help = nearest != null
                        ? "did you mean \"" + nearest + "\"?"
                        : "known " + (path.isEmpty() ? "at the top" : "in " + path) + ": " + String.join(", ", known);
                reading.problem(
                        reading.originOf(entry.getValue().getKeyNode()),
                        "unknown key \"" + child(entry.getKey()) + "\"; " + help);
            }
        }
    }

    private void fill(@Nullable Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                if (key.isEmpty()) {
                    reading.problem(reading.originOf(tuple.getKeyNode()), "a key must be a plain word");
                } else if (entries.putIfAbsent(key, tuple) != null) {
                    reading.problem(
                            reading.originOf(tuple.getKeyNode()), "the key \"" + child(key) + "\" is there twice");
                }
            }
        } else if (node != null && !isNull(node)) {
            String name = path.isEmpty() ? "the file" : path;
            reading.problem(
                    reading.originOf(node), name + " must be a mapping of keys to values, for example key: value");
        }
    }

    private @Nullable String scalar(String key, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(node, key, "must be a single value, not a list or a mapping");
            return null;
        }
        if (isNull(node)) {
            problem(node, key, "the value is missing");
            return null;
        }
        return scalar.getValue();
    }

    private <T> T parsed(String key, Origin from, String text, T fallback, Function<String, T> parser) {
        try {
            // A flag's or a variable's value has been through the shell already.
            return parser.apply(from.kind() == Origin.Kind.FILE ? reading.expand(text) : text);
        } catch (IllegalArgumentException e) {
            String subject = from.kind() == Origin.Kind.FILE ? child(key) + ": " : "";
            reading.problem(from, subject + e.getMessage());
            return fallback;
        }
    }

    private void problem(Node node, String key, String message) {
        reading.problem(reading.originOf(node), child(key) + ": " + message);
    }

    private void show(String key, String value, Origin from) {
        reading.setting(new Setting(depth, atItemStart, key, value, from));
        atItemStart = false;
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
