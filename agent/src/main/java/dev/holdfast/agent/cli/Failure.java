package dev.holdfast.agent.cli;

import org.jspecify.annotations.Nullable;

/** An expected end of a command other than success: one line for the user, and a status. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** A line that names what, where and what to do. */
    Failure(int status, String line) {
        this(status, line, null);
    }

    /** As above, with what led to it, for {@code --debug}. */
    Failure(int status, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.status = status;
    }

    /** One of {@link ExitStatus}. */
    int status() {
        return status;
    }

    /** The line. */
    String line() {
        return String.valueOf(getMessage());
    }
}
