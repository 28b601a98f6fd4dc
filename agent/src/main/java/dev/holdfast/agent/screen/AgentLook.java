package dev.holdfast.agent.screen;

import java.util.Map;

/**
 * What a running agent says of itself, as far as it can be asked.
 *
 * @param agent who writes to the directory
 * @param upstreams by name, when everything will be sent and what holds it, in a few words; those that are missing are not known
 */
public record AgentLook(Kind agent, Map<String, Sender> upstreams) {
    /**
     * How sending to an upstream goes.
     *
     * @param words a few of them
     * @param held whether they say why nothing is sent
     */
    public record Sender(String words, boolean held) {}

    /** Who writes to the directory. */
    public enum Kind {
        /** An agent. */
        RUNNING("agent running"),
        /** Nobody. */
        STOPPED("agent not running"),
        /** Another command. */
        OTHER("agent not running, another command writes here");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }
}
