package dev.holdfast.forwarder;

/**
 * Counts failures with 5xx at one band of the backlog, also when the band is let go and taken again in between, to tell an
 * upstream in trouble from one that has something against this band: live data goes through between the failures. One
 * thread.
 */
final class BandFailures {
    /** A request that failed this often is set aside when others go through. */
    static final int PARK_AFTER = 10;

    /** So many of the failures are to come right after others went through: once may be the moment of a recovery. */
    private static final int OTHERS_PASSED_MIN = 2;

    private long bandMs = Long.MIN_VALUE;
    private int failures;
    private int othersPassed;
    private long lastFailureMs;

    /**
     * A request failed; true when it is the data.
     *
     * @param fromMs beginning of the band
     * @param liveSuccessMs when live data got through last, monotonic milliseconds
     * @param nowMs monotonic milliseconds
     */
    boolean convicts(long fromMs, long liveSuccessMs, long nowMs) {
        if (fromMs != bandMs) {
            bandMs = fromMs;
            forget();
        }
        if (failures > 0 && liveSuccessMs > lastFailureMs) {
            othersPassed++;
        }
        failures++;
        lastFailureMs = nowMs;
        return failures >= PARK_AFTER && othersPassed >= OTHERS_PASSED_MIN;
    }

    /** What comes next begins anew. */
    void forget() {
        failures = 0;
        othersPassed = 0;
    }
}
