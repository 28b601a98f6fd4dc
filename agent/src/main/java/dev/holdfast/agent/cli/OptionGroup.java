package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Under which heading the help and the manual list an option, where a command has so many that one looks for them. */
@SuppressWarnings("ImmutableEnumChecker") // what it has is never changed, and never given away
enum OptionGroup {
    TIME(
            "Time",
            Set.of("--at", "--since", "--start", "--end", "--step", "--tz", "--all-time", "--interval", "--window")),
    ANSWER(
            "Answer",
            Set.of(
                    "--output",
                    "--save",
                    "--theme",
                    "--name",
                    "--watch",
                    "--explain",
                    "--storage",
                    "--all",
                    "--check",
                    "--once")),
    FURTHER("Further options", Set.of());

    /** With fewer options there are no headings. */
    private static final int FEW = 8;

    private final String heading;
    private final Set<String> names;

    OptionGroup(String heading, Set<String> names) {
        this.heading = heading;
        this.names = names;
    }

    /** Without a colon. */
    String heading() {
        return heading;
    }

    /** The options of a command by group, none empty, as they are declared; in one group when they are few. */
    static Map<OptionGroup, List<OptionSpec>> of(CommandSpec spec) {
        List<OptionSpec> shown =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        Map<OptionGroup, List<OptionSpec>> groups = new EnumMap<>(OptionGroup.class);
        for (OptionSpec option : shown) {
            OptionGroup group = shown.size() < FEW ? FURTHER : of(option);
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(option);
        }
        return groups;
    }

    private static OptionGroup of(OptionSpec option) {
        for (OptionGroup group : values()) {
            if (group.names.contains(option.longestName())) {
                return group;
            }
        }
        return FURTHER;
    }
}
