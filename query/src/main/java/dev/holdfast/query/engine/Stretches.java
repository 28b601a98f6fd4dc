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

    /** More would take more memory than a query should for what is only on the way: their samples are read. */
    private static final int MAX_WINDOWS = 16_384;

    /** An aggregate and its place in the arrays. */
    private static final int STRETCH_BYTES = 144;

    private final boolean apart; // a stretch is a window
    private final long[] fromMs;
    private final long[] toMs;
    private final int[] firstOfWindow;
    private final int[] endOfWindow;
    private final Aggregate[] aggregates;
    private final Aggregate window = new Aggregate();

    /** Stretches before this one have been added to those that follow them, up to here. */
    private int settled;

    /** What the stretches from {@link #settled} to {@link #end} come to. */
    private final Aggregate rest = new Aggregate();

    private int end;

    private Stretches(long[] fromMs, long[] toMs, int[] firstOfWindow, int[] endOfWindow, boolean apart) {
        this.apart = apart;
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
        if (windows == 0 || windows > MAX_WINDOWS || rangeMs <= 0 || startMs + rangeMs != ends.startMs()) {
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
        for (int i = 0; i < windows; i++) {
            to[i] = ends.timeMs(i);
            from[i] = to[i] - rangeMs;
        }
        return new Stretches(from, to, new int[0], new int[0], true);
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
                Arrays.copyOf(cuts, cuts.length - 1), Arrays.copyOfRange(cuts, 1, cuts.length), first, end, false);
    }

    /** How much memory it takes. */
    long bytes() {
        return (long) STRETCH_BYTES * aggregates.length;
    }

    /** Adds up a series. */
    void read(Series series, boolean change) {
        series.aggregate(fromMs, toMs, change, aggregates);
        settled = 0;
        end = 0;
        rest.clear();
    }

    /**
     * What the samples of a window come to; valid until the next call. To be asked in the order of windows.
     *
     * <p>A queue of two stacks: of the stretches in front each is the sum from it to where the front ends, so that one addition
     * gives the window, however many stretches it spans. When the front is used up, what follows becomes the front.
     */
    Aggregate window(int index) {
        if (apart) {
            return aggregates[index];
        }
        int first = firstOfWindow[index];
        int last = endOfWindow[index];
        if (last - first == 1 && first >= end) {
            return aggregates[first];
        }
        if (first >= settled) {
            settled = last;
            for (int i = last - 2; i >= first; i--) {
                aggregates[i].add(aggregates[i + 1]);
            }
            end = last;
            rest.clear();
        }
        for (; end < last; end++) {
            rest.add(aggregates[end]);
        }
        window.clear();
        window.add(aggregates[first]);
        window.add(rest);
        return window;
    }
}
