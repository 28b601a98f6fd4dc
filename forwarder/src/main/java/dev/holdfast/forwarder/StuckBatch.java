package dev.holdfast.forwarder;

/**
 * What a strict upstream's only lane does about a stretch that gets 5xx again and again. Such an answer may mean that the
 * upstream is in trouble, or that it stumbles over this data and always will; with one lane only there is no other data to
 * tell by. So after some failures the stretch is cut in two by its series, and the halves take turns: when one is taken
 * while the other fails, it is the data, and the one that fails is cut down further, until one series is left, which is set
 * aside for this stretch. While nothing at all is taken nothing is set aside. All of that stays inside one stretch of at most
 * some ticks, before anything newer is sent, so that each series goes out oldest first. One thread.
 *
 * <p>An outage that begins between the two halves can make one series look guilty. It is parked then, which the ledger says.
 */
final class StuckBatch {
    /** So many failures make a stretch suspicious. */
    static final int SUSPICIOUS_AFTER = 10;

    /** The same when the stretch before held something that was set aside. */
    static final int KNOWN_AFTER = 2;

    /** So many failures of a part, while others are taken, convict it. */
    static final int TURN_AFTER = 2;

    /** So many failures of a single series, while others are taken, convict it, unless the one before was convicted. */
    static final int PARK_AFTER = 4;

    /** What to do next. */
    enum Move {
        /** Send the same again. */
        RETRY,
        /** Cut it in two. */
        SPLIT,
        /** Let the other parts go first. */
        ROTATE,
        /** Set it aside. */
        PARK
    }

    private long stretchMs = Long.MIN_VALUE;
    private int failures;
    private boolean splitting;
    private boolean othersPass;
    private boolean known;
    private boolean parked;

    /**
     * A part of a stretch got a 5xx.
     *
     * @param fromMs beginning of the stretch; the same when it is read again
     * @param divisible whether the part holds several series
     */
    Move failed(long fromMs, boolean divisible) {
        if (fromMs != stretchMs) {
            begin(fromMs);
        }
        failures++;
        if (!splitting) {
            if (!divisible || failures < (known ? KNOWN_AFTER : SUSPICIOUS_AFTER)) {
                return Move.RETRY;
            }
            splitting = true;
            return turn(Move.SPLIT);
        }
        if (failures < TURN_AFTER) {
            return Move.RETRY;
        }
        if (!othersPass) {
            return turn(Move.ROTATE);
        }
        if (divisible) {
            return turn(Move.SPLIT);
        }
        if (!known && failures < PARK_AFTER) {
            return Move.RETRY;
        }
        parked = true;
        failures = 0;
        return Move.PARK; // others still pass, for all that is left
    }

    private Move turn(Move move) {
        failures = 0;
        othersPass = false;
        return move;
    }

    /** A part was answered by anything but a failure; true when that means that failures are the data's own. */
    boolean passed() {
        failures = 0;
        othersPass = true;
        return splitting;
    }

    /** Whether parts of a stretch are under way, whose turns a fresh start would forget. */
    boolean isSplitting() {
        return splitting;
    }

    /** The stretch was let go, and will come whole again: its next failure cuts it in two. */
    void letGo() {
        failures = splitting ? SUSPICIOUS_AFTER - 1 : failures;
        splitting = false;
        othersPass = false;
    }

    /** The stretch is dealt with. */
    void done() {
        known = parked;
        begin(Long.MIN_VALUE);
    }

    private void begin(long fromMs) {
        stretchMs = fromMs;
        failures = 0;
        splitting = false;
        othersPass = false;
        parked = false;
    }
}
