package dev.holdfast.agent.cli;

import dev.holdfast.query.ParseException;

/** What a person at a shell may have done when an expression is no PromQL. */
final class ExprHint {
    private ExprHint() {}

    /** A hint to stand behind the message, or the empty string. */
    static String of(ParseException mistake) {
        String message = String.valueOf(mistake.getMessage());
        // {mode=user}: that is {mode="user"} when the shell has read it.
        boolean quotesGone = message.contains("in label matching, expected string");
        return quotesGone
                ? "; put the whole expression in single quotes, else the shell takes the double ones away"
                : "";
    }
}
