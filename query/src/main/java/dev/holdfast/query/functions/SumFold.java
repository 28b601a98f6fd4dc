package dev.holdfast.query.functions;

/** How many, and their compensated sum; what is not finite is summed apart, so that it does not spoil the rest. */
final class SumFold extends WindowFold {
    static final SumFold INSTANCE = new SumFold();

    private static final int SUM = 1;
    private static final int COMPENSATION = 2;
    private static final int INFINITE = 3;
    private static final int WIDTH = 4;

    private SumFold() {}

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    void summarize(Window window, int from, int to, double[] into, int at) {
        double sum = 0;
        double compensation = 0;
        double infinite = 0;
        for (int i = from; i < to; i++) {
            double value = window.value(i);
            if (Double.isFinite(value)) {
                double total = sum + value;
                compensation += KahanSum.lost(sum, value, total);
                sum = total;
            } else {
                infinite += value;
            }
        }
        into[at] = to - from;
        into[at + SUM] = sum;
        into[at + COMPENSATION] = compensation;
        into[at + INFINITE] = infinite;
    }

    @Override
    void append(double[] into, int at, double[] next, int nextAt) {
        double sum = into[at + SUM];
        double more = next[nextAt + SUM];
        double total = sum + more;
        into[at] += next[nextAt];
        into[at + SUM] = total;
        into[at + COMPENSATION] += next[nextAt + COMPENSATION] + KahanSum.lost(sum, more, total);
        into[at + INFINITE] += next[nextAt + INFINITE];
    }

    /** The sum; not finite when the samples are not, or too large. */
    static double sum(double[] summary) {
        double infinite = summary[INFINITE];
        return infinite == 0 ? summary[SUM] + summary[COMPENSATION] : infinite;
    }

    /** Whether samples that are finite have a sum that is not: then they must be looked at one by one. */
    static boolean overflows(double[] summary) {
        return summary[INFINITE] == 0 && !Double.isFinite(sum(summary));
    }
}
