package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command, from the model that reads its command line and prints its help: there is no second text that could
 * say something else.
 */
final class ManPage {
    private static final String EXAMPLES = "Examples:";

    private final CommandSpec spec;
    private final Roff page = new Roff();

    private ManPage(CommandSpec spec) {
        this.spec = spec;
    }

    /** The page of a command, its verbs included. */
    static String of(CommandSpec spec) {
        return new ManPage(spec).write();
    }

    /** As the file is called without its section: {@code holdfast-query}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private String write() {
        String name = name(spec);
        page.title(name.toUpperCase(Locale.ROOT), 1, "holdfast " + VersionNumber.get());
        page.section("NAME").raw(Roff.code(name) + " \\- " + Roff.text(lowerFirst(header(spec))));
        page.section("SYNOPSIS");
        page.raw(synopsis(spec));
        for (CommandLine verb : spec.subcommands().values()) {
            page.raw(".br").raw(synopsis(verb.getCommandSpec()));
        }
        if (!plain(spec.usageMessage().description()).isEmpty()) {
            page.section("DESCRIPTION");
            prose(spec.usageMessage().description());
        }
        if (!spec.positionalParameters().isEmpty()) {
            page.section("ARGUMENTS");
            spec.positionalParameters().forEach(this::argument);
        }
        page.section("OPTIONS");
        options(spec);
        for (CommandLine verb : spec.subcommands().values()) {
            verb(verb.getCommandSpec());
        }
        examples();
        page.section("EXIT STATUS").line("After sysexits.h: 0 for success; holdfast(1) lists the others.");
        page.section("SEE ALSO").line("holdfast(1), holdfast.yaml(5)");
        return page.toString();
    }

    private static String header(CommandSpec spec) {
        String[] header = spec.usageMessage().header();
        String text = header.length == 0 ? "" : HelpText.plain(header[0]);
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String synopsis(CommandSpec spec) {
        StringBuilder line = new StringBuilder(Roff.bold(spec.qualifiedName()));
        for (OptionSpec option : spec.options()) {
            if (option.required()) {
                line.append(' ')
                        .append(Roff.bold(option.longestName()))
                        .append(' ')
                        .append(Roff.italic(option.paramLabel()));
            }
        }
        line.append(" [").append(Roff.italic("OPTIONS")).append(']');
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String label = Roff.italic(parameter.paramLabel());
            boolean optional = parameter.arity().min() == 0;
            line.append(optional ? " [" : " ")
                    .append(label)
                    .append(parameter.arity().max() > 1 ? "..." : "");
            line.append(optional ? "]" : "");
        }
        if (!spec.subcommands().isEmpty()) {
            line.append(' ').append(Roff.italic("VERB"));
        }
        return line.toString();
    }

    private static List<String> plain(String[] lines) {
        List<String> plain = new ArrayList<>();
        for (String line : lines) {
            for (String part : HelpText.plain(line).split("\n", -1)) {
                plain.add(part);
            }
        }
        while (!plain.isEmpty() && plain.get(plain.size() - 1).isBlank()) {
            plain.remove(plain.size() - 1);
        }
        return plain;
    }

    private void prose(String[] lines) {
        boolean between = false;
        for (String line : plain(lines)) {
            if (line.isBlank()) {
                between = true;
            } else {
                if (between) {
                    page.paragraph();
                }
                page.line(line);
                between = false;
            }
        }
    }

    private void argument(PositionalParamSpec parameter) {
        page.term(Roff.italic(parameter.paramLabel()));
        describe(parameter);
    }

    private void options(CommandSpec of) {
        Map<OptionGroup, List<OptionSpec>> groups = OptionGroup.of(of);
        groups.forEach((group, options) -> {
            if (groups.size() > 1) {
                page.subsection(group.heading());
            }
            options.forEach(this::option);
        });
    }

    private void option(OptionSpec option) {
        StringBuilder term = new StringBuilder();
        for (String name : option.names()) {
            term.append(term.length() == 0 ? "" : ", ").append(Roff.bold(name));
        }
        if (option.arity().max() > 0) {
            boolean optional = option.arity().min() == 0;
            term.append(optional ? "[=" : "=")
                    .append(Roff.italic(option.paramLabel()))
                    .append(optional ? "]" : "");
        }
        page.term(term.toString());
        describe(option);
    }

    private void describe(ArgSpec arg) {
        for (String line : plain(arg.description())) {
            page.line(line);
        }
    }

    private void verb(CommandSpec verb) {
        page.section(verb.name().toUpperCase(Locale.ROOT));
        page.line(header(verb) + ".");
        prose(verb.usageMessage().description());
        verb.positionalParameters().forEach(this::argument);
        verb.options().stream()
                .filter(option -> spec.findOption(option.longestName()) == null)
                .forEach(this::option);
    }

    private void examples() {
        List<String> lines = plain(spec.usageMessage().footer());
        int at = lines.indexOf(EXAMPLES);
        if (at < 0) {
            return;
        }
        page.section("EXAMPLES");
        page.verbatim(
                lines.subList(at + 1, lines.size()).stream().map(String::strip).toList());
    }
}
