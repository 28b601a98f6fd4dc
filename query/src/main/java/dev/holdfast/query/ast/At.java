package dev.holdfast.query.ast;

/**
 * The {@code @} modifier: the moment at which a selector looks, whatever the evaluation time.
 *
 * @param kind a fixed time, or the start or end of the query
 * @param timestampMs the fixed time, milliseconds since the epoch; 0 for the others
 */
public record At(Kind kind, long timestampMs) {
    /** What names the moment. */
    public enum Kind {
        /** A number of seconds since the epoch. */
        FIXED,
        /** {@code start()}: where the range query begins. */
        START,
        /** {@code end()}: where the range query ends. */
        END
    }

    /** The first moment of the query. */
    public static final At START = new At(Kind.START, 0);

    /** The last moment of the query. */
    public static final At END = new At(Kind.END, 0);

    /** A fixed moment. */
    public static At fixed(long timestampMs) {
        return new At(Kind.FIXED, timestampMs);
    }

    /** The moment that is meant in a query from start to end. */
    public long resolve(long queryStartMs, long queryEndMs) {
        return switch (kind) {
            case FIXED -> timestampMs;
            case START -> queryStartMs;
            case END -> queryEndMs;
        };
    }
}
