package dev.holdfast.query.engine;

import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.RangeFunction;
import dev.holdfast.query.functions.Totals;
import dev.holdfast.query.functions.Window;
import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import org.jspecify.annotations.Nullable;

/** A range function over the windows of one series after another; its window and its arrays are used again. */
final class WindowSlide {
    private static final int FEW_SAMPLES = 12;

    private final Limits limits;
    private final RangeFunction function;
    private final @Nullable Totals totals;
    private final double[] parameters;
    private final long rangeMs;
    private final StepGrid ends;
    private final StepGrid grid;
    private final Window window;
    private boolean prefersSamples;

    /**
     * A slide.
     *
     * @param parameters the scalar argument at each step, or empty when there is none
     * @param ends where the windows end; one for all steps, or one a step
     */
    WindowSlide(Limits limits, OfWindow body, double[] parameters, long rangeMs, StepGrid ends, StepGrid grid) {
        this.limits = limits;
        this.function = body.function();
        this.totals = body.totals();
        this.parameters = parameters;
        this.rangeMs = rangeMs;
        this.ends = ends;
        this.grid = grid;
        this.window = new Window(new WindowLimits(limits));
    }

    /** How to add up windows without looking at each sample; null when that cannot be, or reading is better. */
    @Nullable
    Stretches stretches() {
        return totals == null ? null : Stretches.of(ends, rangeMs);
    }

    /** Whether the series looked at last had so few samples a stretch that reading each is quicker than adding up stretches. */
    boolean prefersSamples() {
        return prefersSamples;
    }

    /** The function by totals; null when a sum is not finite, and the samples must be looked at one by one. */
    double @Nullable [] addUp(Series series, Stretches stretches) {
        Totals how = totals;
        if (how == null) {
            return null;
        }
        stretches.read(series, how.change());
        int steps = grid.count();
        double[] values = new double[steps];
        long[] counts = limits.touched().wantsSteps() ? new long[steps] : null;
        long looked = 0;
        int lastWindow = ends.count() - 1;
        long endMs = ends.startMs();
        for (int i = 0; i < steps; i++) {
            Aggregate samples = stretches.window(Math.min(i, lastWindow));
            long count = samples.count();
            if (count == 0) {
                values[i] = Absent.VALUE;
            } else if (samples.isFinite()) {
                looked += count;
                values[i] = how.function().apply(samples, SelectorEvaluator.minus(endMs, rangeMs), endMs);
            } else {
                return null;
            }
            if (counts != null) {
                counts[i] = count;
            }
            endMs += i < lastWindow ? ends.stepMs() : 0;
        }
        limits.touched().add(grid, looked, counts);
        limits.work(4L * grid.count());
        // Windows overlap: of what they have together a stretch has about a step's share.
        long perStretch = looked / grid.count() * Math.min(ends.stepMs(), rangeMs) / rangeMs;
        prefersSamples = grid.count() > 1 && perStretch < FEW_SAMPLES;
        return values;
    }

    /** The function sample by sample. */
    double[] slide(SampleCursor cursor) {
        double[] values = StepSeries.none(grid.count());
        window.open(cursor);
        for (int i = 0; i < grid.count(); i++) {
            long endMs = ends.timeMs(Math.min(i, ends.count() - 1));
            window.slide(SelectorEvaluator.minus(endMs, rangeMs), endMs, grid.timeMs(i));
            if (window.size() > 0) {
                limits.touched().add(grid, i, window.size());
                limits.work(window.size());
                values[i] = function.apply(window, parameters.length == 0 ? 0 : parameters[i]);
            }
        }
        return values;
    }

    /** Lets go of its memory. */
    void close() {
        window.close();
    }
}
