package dev.holdfast.forwarder.exchange;

/** What became of one request. An outcome, never an exception: each kind asks for something else to be done. */
public sealed interface SendResult {
    /** The HTTP status, or 0 when there was no answer. */
    int status();

    /** The outcome on one line, with no secret in it. */
    String message();

    /**
     * The upstream has it: 2xx, or an answer that says that every sample is stored all the same.
     *
     * @param status the HTTP status
     */
    record Delivered(int status) implements SendResult {
        @Override
        public String message() {
            return status + (status < 300 ? " ok" : ", but all of it is stored");
        }
    }

    /**
     * The upstream answered and says that it stored some of the samples and not the others, without saying which. Sending
     * again would change nothing.
     *
     * @param status the HTTP status, also a 2xx
     * @param message status, numbers, and the beginning of the answer
     * @param written how many samples it stored, at least 0 and fewer than were sent
     */
    record Partial(int status, String message, long written) implements SendResult {}

    /**
     * A 4xx about the data: the same request would be refused again, and is never sent again.
     *
     * @param status the HTTP status
     * @param message status and the beginning of the answer
     */
    record Refused(int status, String message) implements SendResult {}

    /**
     * An answer about us or the address rather than the data (a wrong token, a wrong path, a redirect, another version, a
     * 2xx without a word of what was stored): all data would get it, until somebody changes something. The data stays
     * pending; asking again is for later.
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
     * @param local whether nothing left this host: no name, no route
     */
    record Retry(int status, String message, long retryAfterMs, boolean doubtful, boolean local) implements SendResult {
        /** A failure that is not local. */
        public Retry(int status, String message, long retryAfterMs, boolean doubtful) {
            this(status, message, retryAfterMs, doubtful, false);
        }
    }
}
