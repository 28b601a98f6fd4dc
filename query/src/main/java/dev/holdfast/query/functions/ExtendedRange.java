package dev.holdfast.query.functions;

import java.util.Arrays;

/** A range inside a window that holds the samples around it as well. */
public final class ExtendedRange {
    private final Window window;
    private final boolean smoothed;
    private final long startMs;
    private final long endMs;
    private final int last;
    private final int first;

    /**
     * The range that is left of a window without a lookback at its start, and when smoothed at its end too.
     *
     * @param window of at least one sample
     */
    public ExtendedRange(Window window, long lookbackMs, boolean smoothed) {
        this.window = window;
        this.smoothed = smoothed;
        this.startMs = window.startMs() + lookbackMs;
        this.endMs = window.endMs() - (smoothed ? lookbackMs : 0);
        int newest = window.size() - 1;
        this.first = Math.max(0, firstAfter(window, startMs, newest) - 1);
        this.last = smoothed ? firstAfter(window, endMs - 1, newest) : newest;
    }

    /** The first sample after a time, of those before an index; that index when there is none. */
    static int firstAfter(Window window, long timeMs, int limit) {
        int from = 0;
        int to = limit;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (window.timeMs(middle) > timeMs) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private boolean isEmpty() {
        return window.timeMs(last) <= startMs || (smoothed && window.timeMs(first) > endMs);
    }

    private double left(boolean counter) {
        return smoothed && window.timeMs(first) < startMs
                ? interpolate(window, first, startMs, counter)
                : window.value(first);
    }

    private double right(boolean counter) {
        return smoothed && last > 0 && window.timeMs(last) > endMs
                ? interpolate(window, last - 1, endMs, counter)
                : window.value(last);
    }

    /** The value between a sample and the next; a counter that was reset between them began anew at 0. */
    static double interpolate(Window window, int before, long timeMs, boolean counter) {
        double next = window.value(before + 1);
        double previous = counter && next < window.value(before) ? 0 : window.value(before);
        double share = (double) (timeMs - window.timeMs(before)) / (window.timeMs(before + 1) - window.timeMs(before));
        return previous + (next - previous) * share;
    }

    /** First sample that is inside for certain, with the left end excluded. */
    private int firstInside() {
        return window.timeMs(first) <= startMs ? first + 1 : first;
    }

    /** Last sample that is inside for certain, with the right end excluded. */
    private int lastInside() {
        return window.timeMs(last) >= endMs ? last - 1 : last;
    }

    /** The change from one end to the other; what a counter lost in resets is added. */
    double change(boolean counter, boolean perSecond) {
        if (isEmpty()) {
            return Absent.VALUE;
        }
        double left = left(counter);
        double right = right(counter);
        double change = right - left;
        if (counter) {
            double previous = left;
            for (int i = firstInside(); i <= lastInside(); i++) {
                if (window.value(i) < previous) {
                    change += previous;
                }
                previous = window.value(i);
            }
            if (right < previous) {
                change += previous;
            }
        }
        return perSecond ? change / ((endMs - startMs) / 1000.0) : change;
    }

    /** How many samples differ from the one before, the anchor included. */
    double changes() {
        if (window.lastTimeMs() <= startMs) {
            return Absent.VALUE;
        }
        int changes = 0;
        for (int i = anchor() + 1; i < window.size(); i++) {
            changes += ChangeFold.differ(window.value(i - 1), window.value(i)) ? 1 : 0;
        }
        return changes;
    }

    /** How many samples are smaller than the one before, the anchor included. */
    double resets() {
        if (window.lastTimeMs() <= startMs) {
            return Absent.VALUE;
        }
        int resets = 0;
        for (int i = anchor() + 1; i < window.size(); i++) {
            resets += window.value(i) < window.value(i - 1) ? 1 : 0;
        }
        return resets;
    }

    private int anchor() {
        return Math.max(0, firstAfter(window, startMs, window.size()) - 1);
    }

    /** The samples inside, with one at each end. */
    public record Samples(long[] timesMs, double[] values) {}

    /** The samples inside, with one at each end; none when the range is empty. */
    public Samples samples() {
        if (window.timeMs(last) <= startMs) {
            return new Samples(new long[0], new double[0]);
        }
        int from = firstInside();
        int inside = Math.max(0, lastInside() - from + 1);
        long[] timesMs = new long[inside + 2];
        double[] values = new double[inside + 2];
        Arrays.setAll(timesMs, i -> i == 0 ? startMs : i > inside ? endMs : window.timeMs(from + i - 1));
        Arrays.setAll(values, i -> i == 0 ? left(false) : i > inside ? right(false) : window.value(from + i - 1));
        return new Samples(timesMs, values);
    }
}
