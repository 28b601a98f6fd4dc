package dev.holdfast.agent.config;

import java.util.List;

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
}
