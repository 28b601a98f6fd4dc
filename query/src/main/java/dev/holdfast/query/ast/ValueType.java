package dev.holdfast.query.ast;

/** What an expression evaluates to. */
public enum ValueType {
    /** One number at each moment. */
    SCALAR("scalar", "scalar"),
    /** A set of series with one value each at each moment. */
    INSTANT_VECTOR("instant vector", "vector"),
    /** A set of series with a stretch of samples each. */
    RANGE_VECTOR("range vector", "matrix"),
    /** A text; only as an argument of functions, or alone. */
    STRING("string", "string");

    private final String documented;
    private final String wire;

    ValueType(String documented, String wire) {
        this.documented = documented;
        this.wire = wire;
    }

    /** The name that the language's manual uses, for example {@code instant vector}. */
    public String documentedName() {
        return documented;
    }

    /** The name that the HTTP API uses, for example {@code matrix}. */
    public String wireName() {
        return wire;
    }
}
