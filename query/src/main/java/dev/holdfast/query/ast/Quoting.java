package dev.holdfast.query.ast;

/** Writes texts and names so that the parser reads them back. */
public final class Quoting {
    private Quoting() {}

    /** A text in double quotes, with escapes for what cannot stand there as it is. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0x07 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case 0x0b -> out.append("\\v");
                default -> appendCodePoint(out, c);
            }
        });
        return out.append('"').toString();
    }

    private static void appendCodePoint(StringBuilder out, int c) {
        if (c < 0x20 || c == 0x7f) {
            out.append(String.format("\\x%02x", c));
        } else if (Character.isISOControl(c)) {
            out.append(String.format("\\u%04x", c));
        } else {
            out.appendCodePoint(c);
        }
    }

    /** A label name as it stands in braces and groupings: in quotes when it is no plain identifier. */
    public static String labelName(String name) {
        return isPlainLabelName(name) ? name : quote(name);
    }

    /** Whether a name needs no quotes: a letter or underscore, then letters, digits, underscores. */
    public static boolean isPlainLabelName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && (i == 0 || !digit)) {
                return false;
            }
        }
        return true;
    }
}
