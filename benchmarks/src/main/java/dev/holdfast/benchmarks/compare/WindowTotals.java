package dev.holdfast.benchmarks.compare;

/**
 * Average and maximum of windows, for engines that have no such function: fed in the order of time. Windows begin a millisecond
 * after a round time, as those of PromQL do.
 */
final class WindowTotals {
    private final long fromMs;
    private long window = -1;
    private double sum;
    private double max;
    private int inWindow;
    private long points;
    private double total;

    WindowTotals(long fromMs) {
        this.fromMs = fromMs;
    }

    void add(long timeMs, double value) {
        long of = (timeMs - fromMs) / Question.WINDOW_MS;
        if (of != window) {
            end();
            window = of;
            max = value;
        }
        sum += value;
        max = Math.max(max, value);
        inWindow++;
    }

    private void end() {
        if (inWindow > 0) {
            points += 2;
            total += sum / inWindow + max;
        }
        sum = 0;
        inWindow = 0;
    }

    Question.Answer answer() {
        end();
        return new Question.Answer(points, total);
    }
}
