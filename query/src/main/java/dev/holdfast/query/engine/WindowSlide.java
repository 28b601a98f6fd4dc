package dev.holdfast.query.engine;

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
        double[] values = StepSeries.none(grid.count());
        stretches.read(series, how.change());
        long looked = 0;
        for (int i = 0; i < grid.count(); i++) {
            int index = Math.min(i, ends.count() - 1);
            Aggregate samples = stretches.window(index);
            if (samples.count() == 0) {
                continue;
            }
            if (!Double.isFinite(samples.sum())) {
                return null;
            }
            limits.touched().add(grid, i, samples.count());
            looked += samples.count();
            long endMs = ends.timeMs(index);
            values[i] = how.function().apply(samples, SelectorEvaluator.minus(endMs, rangeMs), endMs);
        }
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
