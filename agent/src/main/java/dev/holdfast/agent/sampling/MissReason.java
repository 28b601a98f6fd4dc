package dev.holdfast.agent.sampling;

/** Why there is no sample at a point of the grid. */
public enum MissReason {
    /** The agent did not run. */
    STOPPED("stopped"),
    /** The host was suspended. */
    SUSPENDED("suspended"),
    /** The clock was set forward past it: that moment never was. */
    STEPPED("stepped"),
    /** The agent came too late: a starved host, or a tick that took longer than the interval. */
    LATE("late");

    private final String label;

    MissReason(String label) {
        this.label = label;
    }

    /** The value of the label {@code reason}. */
    public String label() {
        return label;
    }
}
