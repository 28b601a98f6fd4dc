package dev.holdfast.agent.config;

/**
 * A value that must not be shown: it prints as {@code <secret>}, so that no message or log gives it away by accident.
 *
 * @param value the value itself, for the one place that sends it
 */
public record Secret(String value) {
    /** What stands for every secret. */
    public static final String MASK = "<secret>";

    @Override
    public String toString() {
        return MASK;
    }
}
