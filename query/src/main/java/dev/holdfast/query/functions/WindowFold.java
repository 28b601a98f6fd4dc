package dev.holdfast.query.functions;

/**
 * What some neighbouring samples come to, in a few numbers, so that the summaries of two stretches give that of both.
 *
 * <p>A summary is a row of {@link #width} numbers in an array, the first of which is how many samples it is of; all zeros is
 * that of none. Must give the same numbers for the same samples cut in the same way; nothing else is asked of it.
 */
abstract class WindowFold {
    /** Numbers a summary has. */
    abstract int width();

    /** Makes the summary of samples [from, to) of a window, at least one. */
    abstract void summarize(Window window, int from, int to, double[] into, int at);

    /** Adds the summary of what comes next to one; neither is that of none. */
    abstract void append(double[] into, int at, double[] next, int nextAt);

    /** The same, whatever there is. */
    final void add(double[] into, int at, double[] next, int nextAt) {
        if (next[nextAt] == 0) {
            return;
        }
        if (into[at] == 0) {
            System.arraycopy(next, nextAt, into, at, width());
        } else {
            append(into, at, next, nextAt);
        }
    }
}
