package dev.holdfast.agent.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists options in the help by {@link OptionGroup}. */
final class GroupedOptions implements IHelpSectionRenderer {
    /** Makes the help of a command and of its verbs list options so. */
    static void install(CommandSpec spec) {
        spec.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions());
    }

    @Override
    public String render(Help help) {
        Map<OptionGroup, List<OptionSpec>> groups = OptionGroup.of(help.commandSpec());
        // All of them make the width of the columns, so that the groups are aligned.
        List<OptionSpec> shown = groups.values().stream().flatMap(List::stream).toList();
        StringBuilder out = new StringBuilder();
        for (Map.Entry<OptionGroup, List<OptionSpec>> group : groups.entrySet()) {
            if (groups.size() > 1) {
                // Descriptions end in an empty line.
                boolean first = out.isEmpty()
                        && help.commandSpec().positionalParameters().isEmpty();
                out.append(first ? "" : "\n").append(group.getKey().heading()).append(":\n");
            }
            Help.Layout layout =
                    help.createDefaultLayout(shown, help.commandSpec().positionalParameters(), help.colorScheme());
            layout.addOptions(group.getValue(), help.parameterLabelRenderer());
            out.append(layout);
        }
        return out.toString();
    }
}
