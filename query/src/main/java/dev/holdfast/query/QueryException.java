package dev.holdfast.query;

/** A query that was understood but could not be answered. The message is one line, for the user. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is; the HTTP API answers each with its own status. */
    public enum Kind {
        /** The question cannot be asked in this way. */
        BAD_DATA,
        /** The data do not allow the operation, or a limit was reached. */
        EXECUTION,
        /** It took too long. */
        TIMEOUT,
        /** Nobody wants the answer any more. */
        CANCELED
    }

    private final Kind kind;

    /** What went wrong. */
    public QueryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** An operation that the data do not allow. */
    public static QueryException execution(String message) {
        return new QueryException(Kind.EXECUTION, message);
    }

    /** Whose fault it is. */
    public Kind kind() {
        return kind;
    }
}
