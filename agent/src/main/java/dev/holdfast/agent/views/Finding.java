package dev.holdfast.agent.views;

/**
 * What was found of one series of a measure. Numbers that are not known are NaN, times 0. Immutable.
 *
 * @param name value of the label that tells it apart; empty when there is one only
 * @param expression what the curve came out of, as it can be asked again
 * @param curve the values
 * @param level the highest of the curve that lasted for some steps
 * @param usual average of the time that it is compared with
 * @param sinceMs where the stretch that stands out begins
 * @param untilMs where it ended; 0 when it goes on
 * @param longer whether it was so already as far back as was looked
 * @param fallPerSecond of a rest that falls, else NaN
 */
record Finding(
        Measure measure,
        String name,
        String expression,
        Curve curve,
        Severity severity,
        double level,
        double usual,
        long sinceMs,
        long untilMs,
        boolean longer,
        double fallPerSecond) {
    /** How much it matters, the most first. */
    enum Severity {
        /** High, whatever is usual. */
        HIGH,
        /** Much more than usual. */
        UNUSUAL,
        /** Neither. */
        USUAL
    }

    /** Seconds until a rest that falls is used up. */
    double secondsLeft() {
        return curve.last() / fallPerSecond;
    }

    /** How often an event happened, of a counter's increases. */
    double total() {
        double sum = 0;
        for (double value : curve.values()) {
            sum += Double.isFinite(value) ? value : 0;
        }
        return sum;
    }
}
