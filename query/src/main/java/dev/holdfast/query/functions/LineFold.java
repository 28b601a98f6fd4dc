package dev.holdfast.query.functions;

/**
 * What the line of least squares needs: means of time and value, and the sums of products of distances from them. Times
 * are kept as distances from the first sample, since milliseconds since the epoch would eat the digits.
 */
final class LineFold extends WindowFold {
    static final LineFold INSTANCE = new LineFold();

    private static final int FIRST_MS = 1;
    private static final int TIME = 2;
    private static final int VALUE = 3;
    private static final int PRODUCTS = 4;
    private static final int SQUARES = 5;
    private static final int FIRST_VALUE = 6;
    private static final int VARIES = 7;
    private static final int WIDTH = 8;

    private LineFold() {}

    @Override
    int width() {
        return WIDTH;
    }

    @Override
    void summarize(Window window, int from, int to, double[] into, int at) {
        int count = to - from;
        long firstMs = window.timeMs(from);
        double first = window.value(from);
        boolean varies = false;
        double times = 0;
        double values = 0;
        for (int i = from; i < to; i++) {
            times += window.timeMs(i) - firstMs;
            values += window.value(i) - first;
            varies |= window.value(i) != first;
        }
        double time = times / count;
        double value = first + values / count;
        double products = 0;
        double squares = 0;
        double restOfTimes = 0;
        double restOfValues = 0;
        for (int i = from; i < to; i++) {
            double x = (window.timeMs(i) - firstMs) - time;
            double y = window.value(i) - value;
            products += x * y;
            squares += x * x;
            restOfTimes += x;
            restOfValues += y;
        }
        into[at] = count;
        into[at + FIRST_MS] = firstMs;
        into[at + TIME] = time;
        into[at + VALUE] = value;
        into[at + PRODUCTS] = products - restOfTimes * restOfValues / count; // the means are rounded
        into[at + SQUARES] = squares - restOfTimes * restOfTimes / count;
        into[at + FIRST_VALUE] = first;
        into[at + VARIES] = varies ? 1 : 0;
    }

    @Override
    void append(double[] into, int at, double[] next, int nextAt) {
        double count = into[at];
        double more = next[nextAt];
        double share = more / (count + more);
        double x = (next[nextAt + FIRST_MS] - into[at + FIRST_MS]) + next[nextAt + TIME] - into[at + TIME];
        double y = next[nextAt + VALUE] - into[at + VALUE];
        into[at] = count + more;
        into[at + TIME] += x * share;
        into[at + VALUE] += y * share;
        into[at + PRODUCTS] += next[nextAt + PRODUCTS] + x * y * (count * share);
        into[at + SQUARES] += next[nextAt + SQUARES] + x * x * (count * share);
        boolean varies = next[nextAt + VARIES] != 0 || next[nextAt + FIRST_VALUE] != into[at + FIRST_VALUE];
        into[at + VARIES] = varies ? 1 : into[at + VARIES];
    }

    /** Whether there are two values that differ. */
    static boolean varies(double[] summary) {
        return summary[VARIES] != 0;
    }

    /** How much the value rises in a second. */
    static double slope(double[] summary) {
        return summary[PRODUCTS] / summary[SQUARES] * 1000;
    }

    /** Where the line is at a moment. */
    static double at(double[] summary, double slope, long timeMs) {
        return summary[VALUE] + slope * ((timeMs - summary[FIRST_MS] - summary[TIME]) / 1000);
    }
}
