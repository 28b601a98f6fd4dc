package dev.holdfast.agent.control;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The agent could not be asked, or did not answer. */
public final class ControlException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** No agent runs on the directory, as far as can be seen from here. */
        NO_AGENT,
        /** It is another user's. */
        NOT_ALLOWED,
        /** What came back is no answer, or came too late; whether the agent did it is not known. */
        NO_ANSWER
    }

    private final Reason reason;

    ControlException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    ControlException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
