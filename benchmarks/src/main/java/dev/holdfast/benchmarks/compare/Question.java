package dev.holdfast.benchmarks.compare;

/** What every engine is asked. */
enum Question {
    /** All samples of one series. */
    ONE_SERIES("one series raw, all days", "5 ms"),
    /** Average and maximum of the CPU counters over windows of five minutes. */
    WINDOWS("avg and max over 5 m windows of 16 CPU series, all days", "10 ms"),
    /** All samples of the last five minutes. */
    LAST_MINUTES("last 5 minutes of all series", "3 ms"),
    /** The newest sample of each series. */
    LATEST("latest of all series", "0.3 ms");

    static final long WINDOW_MS = 300_000;

    private final String text;
    private final String goal;

    Question(String text, String goal) {
        this.text = text;
        this.goal = goal;
    }

    /** How long Holdfast may take over a week of data, warm. */
    String goal() {
        return goal;
    }

    String text() {
        return text;
    }

    /**
     * An answer, boiled down so that engines can be held against each other.
     *
     * @param count samples or points
     * @param sum of their values
     */
    record Answer(long count, double sum) {
        Answer plus(Answer other) {
            return new Answer(count + other.count, sum + other.sum);
        }
    }
}
