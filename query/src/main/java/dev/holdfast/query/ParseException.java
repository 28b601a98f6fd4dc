package dev.holdfast.query;

import dev.holdfast.query.ast.Position;

/** A text that is not PromQL. The message is Prometheus's, for example {@code 1:5: parse error: unexpected "}"}. */
public final class ParseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String reason;

    /** What is wrong at a place. */
    public ParseException(Position position, String reason) {
        super(position + ": parse error: " + reason);
        this.line = position.line();
        this.column = position.column();
        this.reason = reason;
    }

    private ParseException(String message, String reason) {
        super(message);
        this.line = 1;
        this.column = 1;
        this.reason = reason;
    }

    /** What is wrong with a text that has no places, because it is empty. */
    public static ParseException ofEmptyText(String reason) {
        return new ParseException("unknown position: parse error: " + reason, reason);
    }

    /** Line of the error, from 1. */
    public int line() {
        return line;
    }

    /** Column of the error, from 1, in bytes of UTF-8. */
    public int column() {
        return column;
    }

    /** What is wrong, without the place. */
    public String reason() {
        return reason;
    }
}
