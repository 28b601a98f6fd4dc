package dev.holdfast.query.functions;

/**
 * Mean and sum of squared distances from it; two are put together as Chan, Golub and LeVeque do ("Updating formulae and a
 * pairwise algorithm for computing sample variances", 1979).
 */
final class VarianceFold extends WindowFold {
    static final VarianceFold INSTANCE = new VarianceFold();

    private static final int MEAN = 1;
    private static final int SQUARES = 2;
    private static final int WIDTH = 3;

    private VarianceFold() {}

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    void summarize(Window window, int from, int to, double[] into, int at) {
        int count = to - from;
        double first = window.value(from);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += window.value(i) - first;
        }
        double mean = first + sum / count;
        double squares = 0;
        double rest = 0;
        for (int i = from; i < to; i++) {
            double distance = window.value(i) - mean;
            squares += distance * distance;
            rest += distance;
        }
        into[at] = count;
        into[at + MEAN] = mean;
        into[at + SQUARES] = squares - rest * rest / count; // the mean is rounded
    }

    @Override
    void append(double[] into, int at, double[] next, int nextAt) {
        double count = into[at];
        double more = next[nextAt];
        double distance = next[nextAt + MEAN] - into[at + MEAN];
        into[at] = count + more;
        into[at + MEAN] += distance * (more / (count + more));
        into[at + SQUARES] += next[nextAt + SQUARES] + distance * distance * (count * more / (count + more));
    }

    /** Of the population. */
    static double variance(double[] summary) {
        return summary[SQUARES] / summary[0];
    }
}
