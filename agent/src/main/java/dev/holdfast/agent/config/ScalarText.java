package dev.holdfast.agent.config;

import java.nio.file.Path;
import java.util.function.Function;

/** What a text stands for that is a plain value. Each throws IllegalArgumentException with the reason when it is none. */
final class ScalarText {
    private ScalarText() {}

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }

    static long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
    }

    static long inRange(long value, long least, long most, Function<Long, String> printer) {
        if (value < least) {
            throw new IllegalArgumentException("must be at least " + printer.apply(least));
        }
        if (value > most) {
            throw new IllegalArgumentException("must be at most " + printer.apply(most));
        }
        return value;
    }

    /** The reason does not show the text. */
    static Secret secret(String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the secret is empty or contains control characters");
        }
        return new Secret(text);
    }

    /** A file; a relative one lies beside another file. */
    static Path path(String beside, String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the path is empty or contains a zero byte");
        }
        return Path.of(beside).resolveSibling(text);
    }
}
