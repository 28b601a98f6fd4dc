package dev.holdfast.agent.config;

/**
 * A mistake in the configuration, or a remark on it.
 *
 * @param origin where
 * @param message what is wrong and what would be right, one line
 */
public record ConfigProblem(Origin origin, String message) {
    @Override
    public String toString() {
        return origin.locate() + ": " + message;
    }
}
