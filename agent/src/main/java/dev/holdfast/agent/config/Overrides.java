package dev.holdfast.agent.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that go before the file's: a flag wins over an environment variable, both over the file. */
public final class Overrides {
    private static final Map<String, String> VARIABLES = Map.of("storage.path", "HOLDFAST_DATA");

    private final Map<String, ConfigReading.Preset> byPath = new HashMap<>();

    private Overrides() {}

    /** Those that the environment holds. */
    public static Overrides of(Map<String, String> environment) {
        Overrides overrides = new Overrides();
        VARIABLES.forEach((path, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                overrides.byPath.put(path, new ConfigReading.Preset(value, Origin.environment(variable)));
            }
        });
        return overrides;
    }

    /** Adds a flag, with its dashes, by the path of the key that it stands for; a null value adds nothing. */
    public Overrides flag(String path, String flag, @Nullable String value) {
        if (value != null) {
            byPath.put(path, new ConfigReading.Preset(value, Origin.flag(flag)));
        }
        return this;
    }

    Map<String, ConfigReading.Preset> byPath() {
        return Map.copyOf(byPath);
    }
}
