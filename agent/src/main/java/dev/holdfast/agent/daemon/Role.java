package dev.holdfast.agent.daemon;

/** A part of the agent that works on a thread of its own. Made to be stepped by hand in tests: it never waits by itself. */
public interface Role {
    /** Its name, which is that of its thread. */
    String name();

    /**
     * Does what there is to do now.
     *
     * @return milliseconds until there may be more; 0 to be called again at once
     * @throws Exception for what should not be: the process ends. What may happen (a full disk, a network that is down) is
     *     the role's own to handle
     */
    long doWork() throws Exception;

    /** Asks a {@link #doWork} that is under way to return soon. From any thread; usually there is nothing to do. */
    default void stop() {}

    /** Ends the role; after the last {@link #doWork}, on the same thread. */
    default void close() throws Exception {}
}
