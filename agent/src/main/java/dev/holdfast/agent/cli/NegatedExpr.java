package dev.holdfast.agent.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * An expression that begins with a minus, {@code -node_load1}, which a command line takes for an option. It is marked by a blank
 * before it. One that begins as an option does, {@code -other}, needs {@code --} before it.
 */
final class NegatedExpr {
    private static final String MARK = " ";

    private NegatedExpr() {}

    /** The words of a line that begins with a command, marked where that is needed. */
    static List<String> marked(List<String> args, CommandSpec command) {
        if (!command.name().equals("query")) {
            return args;
        }
        List<String> marked = new ArrayList<>(args);
        for (int i = 1; i < args.size() && !args.get(i).equals("--"); i++) {
            if (isNegated(args.get(i), command) && WordCompletion.waiting(command, args.get(i - 1)) == null) {
                marked.set(i, MARK + args.get(i));
            }
        }
        return marked;
    }

    /** The expression as it was written, so that positions in it are right. */
    static String read(String expression) {
        return expression.startsWith(MARK + "-") ? expression.substring(MARK.length()) : expression;
    }

    private static boolean isNegated(String word, CommandSpec command) {
        return word.length() > 2
                && word.charAt(0) == '-'
                && word.charAt(1) != '-'
                && command.findOption(word.substring(0, 2)) == null;
    }
}
