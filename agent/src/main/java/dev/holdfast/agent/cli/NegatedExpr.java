package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An expression that begins with a minus, {@code -node_load1}, which a command line takes for an option. It is marked by a blank
 * before it. One that begins as an option does, {@code -other}, needs {@code --} before it.
 */
final class NegatedExpr {
    private static final String MARK = " ";

    /** Of the options without "=", those after which no value comes. */
    private static final Set<String> FLAGS = Set.of("--explain", "--watch", "--debug");

    private NegatedExpr() {}

    /** The words of a command line, marked where that is needed. */
    static List<String> marked(List<String> args) {
        if (!args.get(0).equals("query")) {
            return args;
        }
        List<String> marked = new ArrayList<>(args);
        for (int i = 1; i < args.size() && !args.get(i).equals("--"); i++) {
            if (isNegated(args.get(i)) && !takesValue(args.get(i - 1))) {
                marked.set(i, MARK + args.get(i));
            }
        }
        return marked;
    }

    /** The expression as it was written, so that positions in it are right. */
    static String read(String expression) {
        return expression.startsWith(MARK + "-") ? expression.substring(MARK.length()) : expression;
    }

    private static boolean isNegated(String word) {
        return word.length() > 2 && word.charAt(0) == '-' && "-oh".indexOf(word.charAt(1)) < 0;
    }

    private static boolean takesValue(String before) {
        return before.equals("-o") || (before.startsWith("--") && before.indexOf('=') < 0 && !FLAGS.contains(before));
    }
}
