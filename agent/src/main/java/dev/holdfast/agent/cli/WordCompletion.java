package dev.holdfast.agent.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completes a command line, from the same model that reads it: commands, options, and values by what the help calls them.
 *
 * <p>A value's label says what it is: {@code FILE}, {@code DIR}, {@code T}, {@code EXPR}; so a new option needs nothing here.
 */
final class WordCompletion {
    private static final List<String> MOMENTS =
            List.of("now-1h", "now-1d", "today", "yesterday", "yesterday 03:00", "last monday", "2 hours ago", "noon");
    private static final List<String> DURATIONS =
            List.of("5m", "15m", "1h", "3h", "6h", "12h", "1d", "2d", "7d", "30d");

    private final Console console;

    WordCompletion(Console console) {
        this.console = console;
    }

    /** What may stand at the cursor: the last word is what is there before it, perhaps nothing, the others are whole. */
    Completions complete(List<String> words) {
        String current = words.get(words.size() - 1);
        List<String> before = words.subList(0, words.size() - 1);
        if (before.isEmpty()) {
            return current.startsWith("-")
                    ? options(CommandLines.spec("", console), current, before)
                    : commands(current);
        }
        CommandSpec spec = CommandLines.spec(before.get(0), console);
        int at = 1;
        CommandLine below = at < before.size() ? spec.subcommands().get(before.get(at)) : null;
        while (below != null) {
            spec = below.getCommandSpec();
            at++;
            below = at < before.size() ? spec.subcommands().get(before.get(at)) : null;
        }
        List<String> arguments = before.subList(at, before.size());
        boolean ended = arguments.contains("--");
        OptionSpec waiting = arguments.isEmpty() || ended ? null : waiting(spec, arguments.get(arguments.size() - 1));
        if (waiting != null) {
            return values(waiting, current, "", words);
        }
        int equals = current.indexOf('=');
        if (!ended && current.startsWith("--") && equals > 0) {
            OptionSpec option = spec.findOption(current.substring(0, equals));
            return option == null
                    ? Completions.NONE
                    : values(option, current.substring(equals + 1), current.substring(0, equals + 1), words);
        }
        if (!ended && current.startsWith("-")) {
            return options(spec, current, arguments);
        }
        if (!spec.subcommands().isEmpty() && positions(spec, arguments) == 0) {
            return subcommands(spec, current);
        }
        int position = positions(spec, arguments);
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (parameter.index().contains(position)) {
                return values(parameter, current, "", words);
            }
        }
        return Completions.NONE;
    }

    private Completions commands(String current) {
        List<Completions.Choice> choices = new ArrayList<>();
        for (String name : CommandLines.names()) {
            if (name.startsWith(current)) {
                choices.add(new Completions.Choice(name, header(CommandLines.spec(name, console))));
            }
        }
        return new Completions(Completions.Kind.WORDS, choices);
    }

    private static Completions subcommands(CommandSpec spec, String current) {
        List<Completions.Choice> choices = new ArrayList<>();
        for (Map.Entry<String, CommandLine> entry : spec.subcommands().entrySet()) {
            if (entry.getKey().startsWith(current)) {
                choices.add(new Completions.Choice(
                        entry.getKey(), header(entry.getValue().getCommandSpec())));
            }
        }
        return new Completions(Completions.Kind.WORDS, choices);
    }

    private static String header(CommandSpec spec) {
        String[] header = spec.usageMessage().header();
        return header.length == 0 ? "" : header[0];
    }

    /** Options that are not there yet; one that may be repeated stays. */
    private static Completions options(CommandSpec spec, String current, List<String> given) {
        Set<String> there = new HashSet<>();
        for (String word : given) {
            there.add(word.startsWith("--") && word.indexOf('=') > 0 ? word.substring(0, word.indexOf('=')) : word);
        }
        TreeMap<String, String> names = new TreeMap<>();
        for (OptionSpec option : spec.options()) {
            boolean used = !option.isMultiValue() && !disjoint(option.names(), there);
            for (String name : option.names()) {
                if (!option.hidden() && !used && name.startsWith(current)) {
                    names.put(name, HelpText.firstSentence(option.description()));
                }
            }
        }
        List<Completions.Choice> choices = new ArrayList<>();
        names.forEach((name, says) -> choices.add(new Completions.Choice(name, says)));
        return new Completions(Completions.Kind.WORDS, choices);
    }

    private static boolean disjoint(String[] names, Set<String> there) {
        for (String name : names) {
            if (there.contains(name)) {
                return false;
            }
        }
        return true;
    }

    /** The option that the last word is, when a value must follow. */
    static @Nullable OptionSpec waiting(CommandSpec spec, String word) {
        OptionSpec option = word.startsWith("-") ? spec.findOption(word) : null;
        return option != null && option.arity().min() > 0 ? option : null;
    }

    /** How many of some words are neither options nor their values. */
    private static int positions(CommandSpec spec, List<String> words) {
        int count = 0;
        boolean ended = false;
        for (int i = 0; i < words.size(); i++) {
            if (ended || !words.get(i).startsWith("-") || words.get(i).equals("-")) {
                count++;
            } else if (words.get(i).equals("--")) {
                ended = true;
            } else if (waiting(spec, words.get(i)) != null) {
                i++;
            }
        }
        return count;
    }

    private Completions values(ArgSpec arg, String prefix, String before, List<String> words) {
        List<String> values = new ArrayList<>();
        if (arg.completionCandidates() != null) {
            // Of an enum these are the constants, which are written small.
            arg.completionCandidates().forEach(value -> values.add(value.toLowerCase(Locale.ROOT)));
            return Completions.beginningWith(Completions.Kind.WORDS, prefix, before, values);
        }
        String label = arg.paramLabel();
        switch (label) {
            case "FILE" -> {
                return new Completions(Completions.Kind.FILES, List.of(new Completions.Choice(before, "")));
            }
            case "DIR" -> {
                return new Completions(Completions.Kind.DIRECTORIES, List.of(new Completions.Choice(before, "")));
            }
            case "EXPR", "MATCHER" -> {
                return ExprCompletion.of(prefix, label.equals("MATCHER"), stored(words));
            }
            case "T" -> values.addAll(MOMENTS);
            case "DURATION" -> values.addAll(DURATIONS);
            case "ZONE" -> values.addAll(new TreeSet<>(ZoneId.getAvailableZoneIds()));
            case "U" -> values.addAll(stored(words).upstreams());
            case "NAME" -> values.addAll(stored(words).labels(""));
            case "HOST" -> values.addAll(stored(words).values("instance", ""));
            case "COMMAND" -> values.addAll(CommandLines.names());
            case "SHELL" -> values.addAll(CompletionScript.SHELLS);
            default -> {
                return Completions.NONE;
            }
        }
        return Completions.beginningWith(Completions.Kind.WORDS, prefix, before, values);
    }

    /** Of the directory that the command line means. */
    private StoredNames stored(List<String> words) {
        Path named = null;
        for (int i = 0; i < words.size() - 1; i++) {
            if (words.get(i).equals("--data") && i + 2 < words.size()) {
                named = Path.of(words.get(i + 1));
            } else if (words.get(i).startsWith("--data=")) {
                named = Path.of(words.get(i).substring("--data=".length()));
            }
        }
        return new StoredNames(DataDirectory.toRead(named, console.environment()));
    }
}
