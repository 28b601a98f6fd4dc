package dev.holdfast.query.functions;

/** How often the value changed, and what a counter lost in its resets. */
final class ChangeFold extends WindowFold {
    static final ChangeFold INSTANCE = new ChangeFold();

    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int CHANGES = 3;
    private static final int LOST = 4;
    private static final int WIDTH = 5;

    private ChangeFold() {}

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    void summarize(Window window, int from, int to, double[] into, int at) {
        double previous = window.value(from);
        int changes = 0;
        double lost = 0;
        into[at + FIRST] = previous;
        for (int i = from + 1; i < to; i++) {
            double value = window.value(i);
            changes += differ(previous, value) ? 1 : 0;
            lost += value < previous ? previous : 0;
            previous = value;
        }
        into[at] = to - from;
        into[at + LAST] = previous;
        into[at + CHANGES] = changes;
        into[at + LOST] = lost;
    }

    @Override
    void append(double[] into, int at, double[] next, int nextAt) {
        double last = into[at + LAST];
        double first = next[nextAt + FIRST];
        into[at] += next[nextAt];
        into[at + CHANGES] += next[nextAt + CHANGES] + (differ(last, first) ? 1 : 0);
        into[at + LOST] += (first < last ? last : 0) + next[nextAt + LOST];
        into[at + LAST] = next[nextAt + LAST];
    }

    /** Whether two values differ; NaN does not differ from NaN. */
    static boolean differ(double a, double b) {
        return a != b && !(Double.isNaN(a) && Double.isNaN(b));
    }

    static double changes(double[] summary) {
        return summary[CHANGES];
    }

    static double lost(double[] summary) {
        return summary[LOST];
    }
}
