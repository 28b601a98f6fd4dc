package dev.holdfast.storage;

/** What has become of an interval of time for one upstream. What is in no state is pending: the backlog. */
public enum LedgerState {
    /** Sent, and acknowledged by the upstream. */
    DELIVERED(1),
    /** Sent, and refused for good; the detail is the HTTP status. */
    REFUSED(2),
    /** Set aside after repeated failures, to be tried again at leisure. */
    PARKED(3),
    /** Samples gave way to rollups before they could be sent; what is left is still to be sent: pending. */
    THINNED(4),
    /** Deleted by retention or budget before it could be sent. */
    EVICTED(5),
    /** Not to be sent: older than the upstream takes, or imported without being forwarded. */
    SKIPPED(6);

    private final int code;

    LedgerState(int code) {
        this.code = code;
    }

    /** The number that stands for it on disk. */
    public int code() {
        return code;
    }

    /**
     * The state of a number on disk.
     *
     * @throws IllegalArgumentException when no state has it
     */
    public static LedgerState ofCode(int code) {
        for (LedgerState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("no ledger state has code=" + code);
    }
}
