package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.Spelling;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.functions.FunctionTable;

/** What a person at a shell may have done when an expression is no PromQL. */
final class ExprHint {
    private static final String UNKNOWN_FUNCTION = "unknown function with name \"";

    private ExprHint() {}

    /** A hint to stand behind the message, or the empty string. */
    static String of(ParseException mistake) {
        String message = String.valueOf(mistake.getMessage());
        int at = message.indexOf(UNKNOWN_FUNCTION);
        if (at >= 0) {
            int from = at + UNKNOWN_FUNCTION.length();
            int to = message.indexOf('"', from);
            String near = to < 0 ? null : Spelling.nearest(message.substring(from, to), FunctionTable.names());
            return near == null ? "" : "; did you mean " + near + "?";
        }
        // {mode=user}: that is {mode="user"} when the shell has read it.
        boolean quotesGone = message.contains("in label matching, expected string");
        return quotesGone
                ? "; put the whole expression in single quotes, else the shell takes the double ones away"
                : "";
    }
}
