package dev.holdfast.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration has mistakes: all of them, in the file's order. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /** At least one problem. */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
