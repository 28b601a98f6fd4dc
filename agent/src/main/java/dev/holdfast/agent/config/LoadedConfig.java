package dev.holdfast.agent.config;

import java.util.List;

/**
 * A configuration, and how it came about.
 *
 * @param config what is in force
 * @param settings every value in force with its origin, in the order of the documentation
 * @param warnings keys that were understood but change nothing
 */
public record LoadedConfig(AgentConfig config, List<Setting> settings, List<ConfigProblem> warnings) {
    /** Copies the lists. */
    public LoadedConfig {
        settings = List.copyOf(settings);
        warnings = List.copyOf(warnings);
    }

    /** Where the value of a key of the section {@code storage} comes from. */
    public Origin storageOrigin(String key) {
        boolean inside = false;
        for (Setting setting : settings) {
            if (setting.depth() == 0) {
                inside = setting.key().equals("storage");
            } else if (inside && setting.depth() == 1 && setting.key().equals(key)) {
                return setting.origin();
            }
        }
        return Origin.DEFAULT;
    }
}
