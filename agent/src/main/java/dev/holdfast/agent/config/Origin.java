package dev.holdfast.agent.config;

/**
 * Where a value comes from.
 *
 * @param kind what sort of place
 * @param source the file, the flag or the variable; empty for a default
 * @param line line in the file from 1, else 0
 * @param column column in the file from 1, else 0
 */
public record Origin(Kind kind, String source, int line, int column) {
    /** Sorts of places, in rising precedence. */
    public enum Kind {
        /** Nothing was said. */
        DEFAULT,
        /** The configuration file. */
        FILE,
        /** An environment variable. */
        ENVIRONMENT,
        /** A flag on the command line. */
        FLAG
    }

    /** Nothing was said. */
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "", 0, 0);

    /** A place in a file; line and column from 1. */
    public static Origin file(String file, int line, int column) {
        return new Origin(Kind.FILE, file, line, column);
    }

    /** An environment variable. */
    public static Origin environment(String variable) {
        return new Origin(Kind.ENVIRONMENT, variable, 0, 0);
    }

    /** A flag, with its dashes. */
    public static Origin flag(String flag) {
        return new Origin(Kind.FLAG, flag, 0, 0);
    }

    /** As {@code config show} names it: {@code default}, {@code holdfast.yaml:4}, {@code $HOLDFAST_DATA}, {@code --data}. */
    public String describe() {
        return switch (kind) {
            case DEFAULT -> "default";
            case FILE -> source + ":" + line;
            case ENVIRONMENT -> "$" + source;
            case FLAG -> source;
        };
    }

    /** As an error names it: with the column, which an editor can jump to. */
    public String locate() {
        return kind == Kind.FILE ? source + ":" + line + ":" + column : describe();
    }
}
