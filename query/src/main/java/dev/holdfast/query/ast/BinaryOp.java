package dev.holdfast.query.ast;

/** A binary operator; precedence grows with how tightly it binds. */
public enum BinaryOp {
    /** Left side and what the right side has besides. */
    OR("or", 1, Kind.SET),
    /** Left side where the right side matches. */
    AND("and", 2, Kind.SET),
    /** Left side where the right side does not match. */
    UNLESS("unless", 2, Kind.SET),
    /** Equal. */
    EQUAL("==", 3, Kind.COMPARISON),
    /** Not equal. */
    NOT_EQUAL("!=", 3, Kind.COMPARISON),
    /** Less than or equal. */
    LESS_EQUAL("<=", 3, Kind.COMPARISON),
    /** Less than. */
    LESS("<", 3, Kind.COMPARISON),
    /** Greater than or equal. */
    GREATER_EQUAL(">=", 3, Kind.COMPARISON),
    /** Greater than. */
    GREATER(">", 3, Kind.COMPARISON),
    /** A native histogram up to a bound; no result for floats. */
    TRIM_UPPER("</", 3, Kind.TRIM),
    /** A native histogram from a bound on; no result for floats. */
    TRIM_LOWER(">/", 3, Kind.TRIM),
    /** Sum. */
    ADD("+", 4, Kind.ARITHMETIC),
    /** Difference. */
    SUBTRACT("-", 4, Kind.ARITHMETIC),
    /** Product. */
    MULTIPLY("*", 5, Kind.ARITHMETIC),
    /** Quotient. */
    DIVIDE("/", 5, Kind.ARITHMETIC),
    /** Remainder with the sign of the dividend. */
    MODULO("%", 5, Kind.ARITHMETIC),
    /** Angle of the point (right, left). */
    ATAN2("atan2", 5, Kind.ARITHMETIC),
    /** Power; the only one that groups from the right. */
    POWER("^", 6, Kind.ARITHMETIC);

    private enum Kind {
        ARITHMETIC,
        COMPARISON,
        SET,
        TRIM
    }

    private final String symbol;
    private final int precedence;
    private final Kind kind;

    BinaryOp(String symbol, int precedence, Kind kind) {
        this.symbol = symbol;
        this.precedence = precedence;
        this.kind = kind;
    }

    /** As it is written. */
    public String symbol() {
        return symbol;
    }

    /** From 1 (loosest) to 6. */
    public int precedence() {
        return precedence;
    }

    /** Whether it is {@code and}, {@code or} or {@code unless}. */
    public boolean isSet() {
        return kind == Kind.SET;
    }

    /** Whether it compares, and so filters unless {@code bool} is given. */
    public boolean isComparison() {
        return kind == Kind.COMPARISON;
    }

    /** Whether it computes a new value, so that the metric name no longer fits. */
    public boolean isArithmetic() {
        return kind == Kind.ARITHMETIC;
    }

    /** Whether it cuts native histograms, and so has no result for floats. */
    public boolean isTrim() {
        return kind == Kind.TRIM;
    }

    /** Whether equal precedence groups from the right. */
    public boolean isRightAssociative() {
        return this == POWER;
    }
}
