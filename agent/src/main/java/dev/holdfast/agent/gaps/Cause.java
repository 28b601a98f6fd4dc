package dev.holdfast.agent.gaps;

import dev.holdfast.agent.sampling.MissReason;

/** Why there are no samples where there should be some. */
public enum Cause {
    /** The agent did not run. */
    STOPPED(0, "stopped", "the agent did not run"),
    /** The host was suspended. */
    SUSPENDED(1, "suspended", "the host was suspended"),
    /** The clock was set forward past it. */
    STEPPED(2, "stepped", "the clock was set forward: this time never was"),
    /** The agent came too late. */
    LATE(3, "late", "the host or the agent was too slow"),
    /** There was no room, neither on disk nor in memory. */
    DISK_FULL(4, "disk_full", "no room on disk nor in memory"),
    /** They were sampled and stored and are not there. */
    LOST(5, "lost", "sampled, and not there any more: deleted, or damaged"),
    /** An agent runs, and there is nothing of it. */
    UNKNOWN(6, "unknown", "an agent runs, and nothing of it is on disk");

    private final int slot;
    private final String label;
    private final String explanation;

    Cause(int slot, String label, String explanation) {
        this.slot = slot;
        this.label = label;
        this.explanation = explanation;
    }

    /** Its name for programs: as {@code holdfast_ticks_missed_total} has it where that knows the reason. */
    public String label() {
        return label;
    }

    /** What it means, in a few words. */
    public String explanation() {
        return explanation;
    }

    /** Its place in an array of counts. */
    int slot() {
        return slot;
    }

    static Cause of(MissReason reason) {
        return switch (reason) {
            case STOPPED -> STOPPED;
            case SUSPENDED -> SUSPENDED;
            case STEPPED -> STEPPED;
            case LATE -> LATE;
        };
    }
}
