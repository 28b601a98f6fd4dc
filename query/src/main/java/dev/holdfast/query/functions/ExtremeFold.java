package dev.holdfast.query.functions;

/** The smallest or the largest; the first of those that are equal, and NaN only when there is nothing else. */
final class ExtremeFold extends WindowFold {
    static final ExtremeFold SMALLEST = new ExtremeFold(false);
    static final ExtremeFold LARGEST = new ExtremeFold(true);

    private static final int BEST = 1;
    private static final int WIDTH = 2;

    private final boolean largest;

    private ExtremeFold(boolean largest) {
        this.largest = largest;
    }

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    void summarize(Window window, int from, int to, double[] into, int at) {
        into[at] = to - from;
        into[at + BEST] = of(window, from, to);
    }

    /** That of samples [from, to), at least one. */
    double of(Window window, int from, int to) {
        double best = window.value(from);
        for (int i = from + 1; i < to; i++) {
            best = better(best, window.value(i));
        }
        return best;
    }

    private double better(double best, double value) {
        return (largest ? value > best : value < best) || Double.isNaN(best) ? value : best;
    }

    @Override
    void append(double[] into, int at, double[] next, int nextAt) {
        into[at] += next[nextAt];
        into[at + BEST] = better(into[at + BEST], next[nextAt + BEST]);
    }

    static double best(double[] summary) {
        return summary[BEST];
    }
}
