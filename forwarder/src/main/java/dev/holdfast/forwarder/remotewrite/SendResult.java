package dev.holdfast.forwarder.remotewrite;

/** What became of one request. An outcome, never an exception: each kind asks for something else to be done. */
public sealed interface SendResult {
    /** The HTTP status, or 0 when there was no answer. */
    int status();

    /** The outcome on one line, with no secret in it. */
    String message();

    /**
     * 2xx: the upstream has it.
     *
     * @param status the HTTP status
     */
    record Delivered(int status) implements SendResult {
        @Override
        public String message() {
            return status + " ok";
        }
    }

    /**
     * A 4xx about the data: the same request would be refused again, and is never sent again.
     *
     * @param status the HTTP status
     * @param message status and the beginning of the answer
     */
    record Refused(int status, String message) implements SendResult {}

    /**
     * An answer about us or the address rather than the data (a wrong token, a wrong path, a redirect, no remote write
     * 1.0): all data would get it, until somebody changes something. The data stays pending; asking again is for later.
     *
     * @param status the HTTP status
     * @param message status and the beginning of the answer
     */
    record Denied(int status, String message) implements SendResult {}

    /**
     * 5xx, 429 or no answer: to be sent again, unchanged.
     *
     * @param status the HTTP status, 0 when there was no answer
     * @param message status and the beginning of the answer, or what went wrong
     * @param retryAfterMs how long the upstream asks to wait, milliseconds; 0 when it does not
     * @param doubtful whether the upstream may have taken the request all the same
     */
    record Retry(int status, String message, long retryAfterMs, boolean doubtful) implements SendResult {}

    /**
     * The outcome that a status stands for.
     *
     * @param message status and the beginning of the answer
     * @param retryAfterMs from the {@code Retry-After} header, 0 for none
     */
    static SendResult ofStatus(int status, String message, long retryAfterMs) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        if (status == 429 || (status >= 500 && status < 600)) {
            // A 429 is given before the data is looked at; a 5xx may come from a proxy in front of a success.
            return new Retry(status, message, retryAfterMs, status != 429);
        }
        return switch (status) {
            case 401, 403, 404, 405, 407, 415 -> new Denied(status, message);
            default -> status >= 400 && status < 500 ? new Refused(status, message) : new Denied(status, message);
        };
    }
}
