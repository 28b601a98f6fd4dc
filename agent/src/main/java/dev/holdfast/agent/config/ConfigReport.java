package dev.holdfast.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a configuration in force as YAML, each value with its origin in a comment. */
public final class ConfigReport {
    /** Comments begin here unless the value is longer. */
    private static final int COMMENT_COLUMN = 44;

    private ConfigReport() {}

    /** The lines; together they are a valid configuration, but for the secrets. */
    public static String of(List<Setting> settings) {
        StringBuilder out = new StringBuilder();
        for (Setting setting : settings) {
            int lineStart = out.length();
            int indent = 2 * setting.depth();
            out.append(" ".repeat(setting.itemStart() ? indent - 2 : indent));
            out.append(setting.itemStart() ? "- " : "");
            out.append(Yaml.quoted(setting.key())).append(':');
            if (!setting.isHeading()) {
                out.append(' ').append(setting.value());
                int width = out.length() - lineStart;
                out.append(" ".repeat(Math.max(2, COMMENT_COLUMN - width)));
                out.append("# ").append(setting.origin().describe());
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** Every value by the path of its key, for example {@code storage.retention}; those of a list's items have a number in it. */
    public static Map<String, String> byPath(List<Setting> settings) {
        Map<String, String> values = new TreeMap<>();
        List<String> path = new ArrayList<>();
        int item = -1;
        for (Setting setting : settings) {
            item = setting.depth() == 0 ? -1 : item;
            if (setting.itemStart()) {
                item++;
            }
            while (path.size() > setting.depth()) {
                path.remove(path.size() - 1);
            }
            while (path.size() < setting.depth()) {
                path.add(Integer.toString(item)); // between a list and the keys of its items
            }
            if (setting.itemStart()) {
                path.set(setting.depth() - 1, Integer.toString(item));
            }
            path.add(setting.key());
            if (!setting.isHeading()) {
                values.put(String.join(".", path), setting.value());
            }
        }
        return values;
    }
}
