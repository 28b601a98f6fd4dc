package dev.holdfast.query.engine;

import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Series;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a grid cut where one of them begins or ends, so that each sample is added up once although windows overlap.
 *
 * <p>Made once for a selector and used for each of its series. One thread.
 */
final class Stretches {
    /** What storage knows in advance it knows by the minute: cuts elsewhere would have it read every sample. */
    private static final long MINUTE_MS = 60_000;

    /** Stretches of this length are worth it wherever they are cut: only the samples near the cuts are read. */
    private static final long LONG_MS = 3_600_000;

    private final long[] fromMs;
    private final long[] toMs;
    private final int[] firstOfWindow;
    private final int[] endOfWindow;
    private final Aggregate[] aggregates;
    private final Aggregate window = new Aggregate();

    private Stretches(long[] fromMs, long[] toMs, int[] firstOfWindow, int[] endOfWindow) {
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.firstOfWindow = firstOfWindow;
        this.endOfWindow = endOfWindow;
        this.aggregates = new Aggregate[fromMs.length];
        Arrays.setAll(aggregates, i -> new Aggregate());
    }

    /**
     * The stretches of windows (end - rangeMs, end], or null when reading the samples is the better way.
     *
     * @param ends where the windows end
     */
    static @Nullable Stretches of(StepGrid ends, long rangeMs) {
        int windows = ends.count();
        long startMs = SelectorEvaluator.minus(ends.startMs(), rangeMs);
        if (windows == 0 || rangeMs <= 0 || startMs + rangeMs != ends.startMs()) {
            return null;
        }
        long stepMs = windows == 1 ? rangeMs : ends.stepMs();
        long rest = rangeMs % stepMs;
        long shortestMs = stepMs >= rangeMs ? rangeMs : rest == 0 ? stepMs : Math.min(rest, stepMs - rest);
        boolean onMinutes = startMs % MINUTE_MS == 0
                && rangeMs % MINUTE_MS == 0
                && (windows == 1 || ends.stepMs() % MINUTE_MS == 0);
        if (!onMinutes && shortestMs < LONG_MS) {
            return null;
        }
        return stepMs >= rangeMs ? apart(ends, rangeMs) : overlapping(ends, rangeMs);
    }

    /** A stretch a window. */
    private static Stretches apart(StepGrid ends, long rangeMs) {
        int windows = ends.count();
        long[] from = new long[windows];
        long[] to = new long[windows];
        int[] first = new int[windows];
        int[] end = new int[windows];
        for (int i = 0; i < windows; i++) {
            to[i] = ends.timeMs(i);
            from[i] = to[i] - rangeMs;
            first[i] = i;
            end[i] = i + 1;
        }
        return new Stretches(from, to, first, end);
    }

    private static Stretches overlapping(StepGrid ends, long rangeMs) {
        int windows = ends.count();
        long[] cuts = new long[2 * windows];
        for (int i = 0; i < windows; i++) {
            cuts[2 * i] = ends.timeMs(i) - rangeMs;
            cuts[2 * i + 1] = ends.timeMs(i);
        }
        cuts = Arrays.stream(cuts).sorted().distinct().toArray();
        int[] first = new int[windows];
        int[] end = new int[windows];
        for (int i = 0; i < windows; i++) {
            first[i] = Arrays.binarySearch(cuts, ends.timeMs(i) - rangeMs);
            end[i] = Arrays.binarySearch(cuts, ends.timeMs(i));
        }
        return new Stretches(
                Arrays.copyOf(cuts, cuts.length - 1), Arrays.copyOfRange(cuts, 1, cuts.length), first, end);
    }

    /** How many there are. */
    int count() {
        return aggregates.length;
    }

    /** Adds up a series. */
    void read(Series series, boolean change) {
        series.aggregate(fromMs, toMs, change, aggregates);
    }

    /** What the samples of a window come to; valid until the next call. */
    Aggregate window(int index) {
        if (endOfWindow[index] - firstOfWindow[index] == 1) {
            return aggregates[firstOfWindow[index]];
        }
        window.clear();
        for (int i = firstOfWindow[index]; i < endOfWindow[index]; i++) {
            window.add(aggregates[i]);
        }
        return window;
    }
}
