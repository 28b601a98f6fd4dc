package dev.holdfast.agent.config;

import java.util.regex.Pattern;

/** Writes texts so that YAML reads them back as they are. */
final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+@=-]*(:[A-Za-z0-9_./+@=-]+)*");
    private static final Pattern READ_AS_SOMETHING_ELSE =
            Pattern.compile("true|false|null|~|[-+.]?[0-9][0-9_.eE+-]*", Pattern.CASE_INSENSITIVE);

    private Yaml() {}

    /** A text, in quotes only when it needs them. */
    static String quoted(String text) {
        if (PLAIN.matcher(text).matches()
                && !READ_AS_SOMETHING_ELSE.matcher(text).matches()) {
            return text;
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '$' -> out.append(text.startsWith("${", i) ? "$$" : "$");
                default -> out.append(c < ' ' ? String.format("\\x%02x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }
}
