package dev.holdfast.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is gathered while one configuration is read: values with their origins, mistakes and remarks. One thread. */
final class ConfigReading {
    private final String file;
    private final Map<String, String> environment;
    private final Map<String, Preset> overrides;
    private final List<Setting> settings = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    /**
     * A value that goes before the file's.
     *
     * @param text the value, as it would stand in the file
     * @param origin a flag or a variable
     */
    record Preset(String text, Origin origin) {}

    /** For a file by its name as the user gave it; overrides are by the key's path, for example {@code storage.path}. */
    ConfigReading(String file, Map<String, String> environment, Map<String, Preset> overrides) {
        this.file = file;
        this.environment = environment;
        this.overrides = overrides;
    }

    /** The file by its name as the user gave it; empty for none. */
    String file() {
        return file;
    }

    Origin originOf(Node node) {
        Mark mark = node.getStartMark().orElse(null);
        return mark == null ? Origin.file(file, 1, 1) : Origin.file(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Nullable
    Preset presetOf(String path) {
        return overrides.get(path);
    }

    String expand(String text) {
        return EnvironmentText.expand(EnvironmentText.unshield(text), environment);
    }

    void problem(Origin origin, String message) {
        problems.add(new ConfigProblem(origin, message));
    }

    void warning(Origin origin, String message) {
        warnings.add(new ConfigProblem(origin, message));
    }

    void setting(Setting setting) {
        settings.add(setting);
    }

    List<Setting> settings() {
        return settings;
    }

    List<ConfigProblem> warnings() {
        return warnings;
    }

    /** In the file's order; those of flags and variables first. */
    List<ConfigProblem> problems() {
        problems.sort((a, b) -> a.origin().line() != b.origin().line()
                ? Integer.compare(a.origin().line(), b.origin().line())
                : Integer.compare(a.origin().column(), b.origin().column()));
        return problems;
    }
}
