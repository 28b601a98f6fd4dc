package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line as bash has it, up to the cursor: what the program would get as words, and how a word goes back into the line.
 *
 * <p>Bash replaces the part of the last word that stands behind the last of its word breaks, or behind the quote that is open.
 */
final class ShellLine {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private char quote;
    /** What of the last word, without quotes and backslashes, bash leaves alone. */
    private int kept;

    ShellLine(String line, String breaks) {
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'' ? c != '\'' : quote == '"' && c != '"' && c != '\\') {
                word.append(c);
            } else if (c == '\\' && i + 1 < line.length()) {
                i++;
                boolean kept = quote == '"' && "\\\"$`".indexOf(line.charAt(i)) < 0;
                word.append(kept ? "\\" : "").append(line.charAt(i));
                inWord = true;
            } else if (c == '\'' || c == '"') {
                quote = quote == 0 ? c : 0;
                kept = quote == 0 ? kept : word.length();
                inWord = true;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (inWord) {
                    end();
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
                kept = breaks.indexOf(c) >= 0 ? word.length() : kept;
            }
        }
        words.add(word.toString());
    }

    private void end() {
        words.add(word.toString());
        word.setLength(0);
        kept = 0;
    }

    /** The words, the last of which is unfinished and perhaps empty; the first is the program. */
    List<String> words() {
        return words;
    }

    /** What bash is to put in the place of what it replaces, for a whole word. */
    String insertion(String whole) {
        String rest = whole.substring(Math.min(kept, whole.length()));
        if (quote == '\'') {
            return rest.replace("'", "'\\''");
        } else if (quote == '"') {
            return rest.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("$", "\\$")
                    .replace("`", "\\`");
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            escaped.append(" \t\n\\'\"`$&|;<>()[]{}*?!~#".indexOf(c) >= 0 ? "\\" : "")
                    .append(c);
        }
        return escaped.toString();
    }

    /** Whether a quote is open, which bash would close behind the only choice. */
    boolean isQuoted() {
        return quote != 0;
    }

    /** The part that bash replaces, for file names. */
    String replaced() {
        return words.get(words.size() - 1)
                .substring(Math.min(kept, words.get(words.size() - 1).length()));
    }
}
