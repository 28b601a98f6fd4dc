package dev.holdfast.agent.sampling;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Name and version of the distribution, from {@code os-release}. */
final class OsCollector implements Collector {
    private static final String[] FIELDS = {
        "build_id",
        "id",
        "id_like",
        "image_id",
        "image_version",
        "name",
        "pretty_name",
        "variant",
        "variant_id",
        "version",
        "version_codename",
        "version_id"
    };

    private final Path root;
    private final InfoSeries info = new InfoSeries("node_os_info");
    private String versionId = "";
    private int version = -1;

    OsCollector(HostFiles files) {
        root = files.paths().rootfs();
    }

    @Override
    public String name() {
        return "os";
    }

    @Override
    public boolean collect(SampleSink sink) {
        String text = SmallFile.read(root.resolve("etc/os-release"));
        if (text.isEmpty()) {
            text = SmallFile.read(root.resolve("usr/lib/os-release"));
        }
        Map<String, String> values = parse(text);
        if (values.isEmpty()) {
            return false;
        }
        String[] labels = new String[2 * FIELDS.length];
        for (int i = 0; i < FIELDS.length; i++) {
            labels[2 * i] = FIELDS[i];
            labels[2 * i + 1] = values.getOrDefault(FIELDS[i], "");
        }
        info.add(sink, labels);
        collectVersion(sink, values);
        return true;
    }

    /** Version 22.04.1 is 22.04 as a number, as node_exporter has it. */
    private void collectVersion(SampleSink sink, Map<String, String> values) {
        String id = values.getOrDefault("version_id", "");
        int second = id.indexOf('.', id.indexOf('.') + 1);
        String number = second > 0 ? id.substring(0, second) : id;
        try {
            double value = Double.parseDouble(number);
            if (version < 0 || !id.equals(versionId)) {
                versionId = id;
                version = sink.series(
                        "node_os_version",
                        "id",
                        values.getOrDefault("id", ""),
                        "id_like",
                        values.getOrDefault("id_like", ""),
                        "name",
                        values.getOrDefault("name", ""));
            }
            sink.add(version, value);
        } catch (NumberFormatException e) {
            version = -1; // a rolling distribution has no number
        }
    }

    /** Lines of NAME=value, the value perhaps in quotes; names in lower case. */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#') {
                String value = line.substring(equals + 1).strip();
                if (value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')) {
                    value = value.substring(1, value.length() - 1);
                }
                values.put(line.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
            }
        }
        return values;
    }
}
