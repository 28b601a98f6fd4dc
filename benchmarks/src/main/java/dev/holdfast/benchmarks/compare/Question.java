package dev.holdfast.benchmarks.compare;

/** What every engine is asked. */
enum Question {
    /** All samples of one series. */
    ONE_SERIES("one series raw, all days"),
    /** Average and maximum of the CPU counters over windows of five minutes. */
    WINDOWS("avg and max over 5 m windows of 16 CPU series, all days"),
    /** All samples of the last five minutes. */
    LAST_MINUTES("last 5 minutes of all series"),
    /** The newest sample of each series. */
    LATEST("latest of all series");

    static final long WINDOW_MS = 300_000;

    private final String text;

    Question(String text) {
        this.text = text;
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
