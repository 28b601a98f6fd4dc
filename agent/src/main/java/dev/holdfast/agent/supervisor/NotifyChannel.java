package dev.holdfast.agent.supervisor;

/** Where messages go: a service manager's socket, or what a test puts in its place. */
@FunctionalInterface
interface NotifyChannel {
    /** All went well. */
    int SENT = 0;

    /** Errors by Linux's numbers: the manager has not read what it was sent before, or nobody listens any more. */
    int EAGAIN = 11;

    int ENOBUFS = 105;

    /**
     * Sends the first bytes of an array, and waits for nothing. Any thread; allocates nothing.
     *
     * @return {@link #SENT}, or the number of an error
     */
    int send(byte[] message, int sizeBytes);
}
