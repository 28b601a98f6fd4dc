package dev.holdfast.agent.control;

import java.io.IOException;
import java.util.List;

/** One thing that a running agent can be asked to do. Called on the thread {@code control}, one request at a time. */
public interface ControlVerb {
    /** The first word of its requests. */
    String name();

    /** Whether it changes nothing, so that whoever may read the data may ask it; else it is for the agent's user and root. */
    default boolean onlyReads() {
        return false;
    }

    /**
     * Does it. While it works no other request is heard, so it returns within seconds; what takes longer is begun only.
     *
     * @param words those behind the verb
     * @throws IllegalArgumentException when the words are wrong; its message goes to the person who asked
     * @throws IOException when reading or writing failed; likewise
     */
    ControlAnswer answer(List<String> words) throws IOException, InterruptedException;
}
