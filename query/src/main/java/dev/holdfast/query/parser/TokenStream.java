package dev.holdfast.query.parser;

import dev.holdfast.query.ParseException;
import dev.holdfast.query.ast.Position;

/** The tokens of a text with a look at the next one, and the errors that name a token. */
final class TokenStream {
    private final String text;
    private final Lexer lexer;
    private Token next;

    /** The place that was asked for last: the next one is mostly not far behind it. */
    private int knownIndex;

    private Position known = Position.START;

    TokenStream(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.next = lexer.next();
    }

    /** The next token, which stays. */
    Token peek() {
        return next;
    }

    /** Whether the next token is of a type. */
    boolean nextIs(TokenType type) {
        return next.type() == type;
    }

    /** Takes the next token. */
    Token take() {
        Token token = next;
        next = lexer.next();
        return token;
    }

    /** Takes the next token when it is of a type. */
    boolean takeIf(TokenType type) {
        if (next.type() != type) {
            return false;
        }
        take();
        return true;
    }

    /** Takes the next token, which must be of a type; the context and what was expected may be empty. */
    Token expect(TokenType type, String context, String expected) {
        if (next.type() != type) {
            throw unexpected(context, expected);
        }
        return take();
    }

    /** The first character after a token and blanks: tells how a word is meant without taking a token. */
    char charAfter(Token token) {
        int i = token.start() + token.text().length();
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i < text.length() ? text.charAt(i) : '\0';
    }

    /** The word that follows a token after blanks; empty when no letter does. */
    String wordAfter(Token token) {
        int i = token.start() + token.text().length();
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        int end = i;
        while (end < text.length() && Lexer.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(i, end);
    }

    Position position(Token token) {
        if (token.start() < knownIndex) {
            return Position.of(text, token.start());
        }
        known = known.after(text, knownIndex, token.start());
        knownIndex = token.start();
        return known;
    }

    ParseException unexpected(String context, String expected) {
        StringBuilder reason = new StringBuilder("unexpected ").append(next.description());
        if (!context.isEmpty()) {
            reason.append(" in ").append(context);
        }
        if (!expected.isEmpty()) {
            reason.append(", expected ").append(expected);
        }
        return new ParseException(position(next), reason.toString());
    }
}
