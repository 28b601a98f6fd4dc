package dev.holdfast.query.parser;

import dev.holdfast.query.ast.Quoting;

/**
 * A piece of the text.
 *
 * @param start index of its first character
 * @param text as it is written
 */
record Token(TokenType type, int start, String text) {
    private static final int SHOWN_CHARS = 10;

    /** How an error message names it, for example {@code identifier "foo"}. */
    String description() {
        return switch (type.style()) {
            case NAMED -> type == TokenType.END ? type.symbol() : type.symbol() + ' ' + shown();
            case QUOTED -> shown();
            case OPERATOR -> "<op:" + text + '>';
            case AGGREGATOR -> "<aggr:" + text + '>';
            case KEYWORD -> '<' + text + '>';
        };
    }

    private String shown() {
        boolean whole =
                text.length() <= SHOWN_CHARS || type == TokenType.IDENTIFIER || type == TokenType.METRIC_IDENTIFIER;
        return whole ? Quoting.quote(text) : Quoting.quote(text.substring(0, SHOWN_CHARS)) + "...";
    }
}
