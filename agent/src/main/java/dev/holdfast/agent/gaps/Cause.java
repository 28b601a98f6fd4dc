package dev.holdfast.agent.gaps;

import dev.holdfast.agent.sampling.MissReason;

/** Why there are no samples where there should be some. */
public enum Cause {
    /** The agent did not run. */
    STOPPED("stopped", "the agent did not run"),
    /** The host was suspended. */
    SUSPENDED("suspended", "the host was suspended"),
    /** The clock was set forward past it. */
    STEPPED("stepped", "the clock was set forward: this time never was"),
    /** The agent came too late. */
    LATE("late", "the host or the agent was too slow"),
    /** There was no room, neither on disk nor in memory. */
    DISK_FULL("disk_full", "no room on disk nor in memory"),
    /** They were sampled and stored and are not there. */
    LOST("lost", "sampled, and not there any more: deleted, or damaged"),
    /** An agent runs, and there is nothing of it. */
    UNKNOWN("unknown", "an agent runs, and stores nothing");

    private final String label;
    private final String explanation;

    Cause(String label, String explanation) {
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

    static Cause of(MissReason reason) {
        return switch (reason) {
            case STOPPED -> STOPPED;
            case SUSPENDED -> SUSPENDED;
            case STEPPED -> STEPPED;
            case LATE -> LATE;
        };
    }
}
