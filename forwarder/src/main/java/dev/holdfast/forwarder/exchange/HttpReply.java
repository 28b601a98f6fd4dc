package dev.holdfast.forwarder.exchange;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param message status, phrase and the beginning of the text, on one line and without secrets: for people, never to decide by
 * @param retryAfterMs from the {@code Retry-After} header, milliseconds; 0 for none
 * @param headers the value of a header by its name, or null
 * @param body the answer's body, or its beginning
 * @param complete whether {@code body} is all of it
 * @param brokenOff whether the connection was lost before the end of {@code body}
 * @param masking makes a text that is for people safe to show, on one line
 */
public record HttpReply(
        int status,
        String message,
        long retryAfterMs,
        Function<String, @Nullable String> headers,
        byte[] body,
        boolean complete,
        boolean brokenOff,
        UnaryOperator<String> masking) {
    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /** A text from the body, for people: on one line, and without what the request revealed of secrets. */
    public String masked(String text) {
        return masking.apply(text);
    }
}
