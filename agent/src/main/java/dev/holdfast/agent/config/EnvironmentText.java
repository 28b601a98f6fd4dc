package dev.holdfast.agent.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables into values: a dollar sign and a name in braces, or a name, {@code :-} and a text for where
 * the variable is unset or empty. Two dollar signs before a brace stand for one. A dollar sign before anything else is
 * left alone, so that the numbered groups of relabelling stay what they are.
 *
 * <p>Variables are put in after parsing, value by value, so that their contents can neither shift lines nor be taken for
 * YAML. But inside a flow mapping YAML would take the braces of an unquoted reference for its own; so {@link #shield}
 * first puts a private-use character for each brace of a reference, one for one, which keeps every column.
 */
final class EnvironmentText {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}");
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';

    private EnvironmentText() {}

    /** The document with the braces of its references out of YAML's sight. */
    static String shield(String document) {
        StringBuilder out = new StringBuilder(document);
        Matcher matcher = REFERENCE.matcher(document);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                out.setCharAt(matcher.start() + 1, OPEN);
                out.setCharAt(matcher.end() - 1, CLOSE);
            }
        }
        return out.toString();
    }

    /** A part of a shielded document as it was written. */
    static String unshield(String text) {
        return text.replace(OPEN, '{').replace(CLOSE, '}');
    }

    /**
     * The text with its variables put in.
     *
     * @throws IllegalArgumentException when a variable is unset and has no replacement text
     */
    static String expand(String text, Map<String, String> environment) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int at = 0;
        while (matcher.find()) {
            out.append(text, at, matcher.start()).append(valueOf(matcher, environment));
            at = matcher.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    private static String valueOf(Matcher reference, Map<String, String> environment) {
        String name = reference.group(1);
        if (name == null) {
            return "${";
        }
        String value = environment.getOrDefault(name, "");
        String otherwise = reference.group(2);
        if (value.isEmpty() && otherwise != null) {
            return otherwise;
        }
        if (!environment.containsKey(name)) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set; set it, or write ${"
                    + name + ":-text} to go on without");
        }
        return value;
    }
}
