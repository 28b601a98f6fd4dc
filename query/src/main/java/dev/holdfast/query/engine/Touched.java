package dev.holdfast.query.engine;

import dev.holdfast.query.QueryStatistics.PerStep;
import dev.holdfast.query.functions.Absent;
import org.jspecify.annotations.Nullable;

/**
 * Counts the samples that a query looks at, in total and by step.
 *
 * <p>As in Prometheus: what the inside of a subquery looks at does not count where a function reads the subquery, but the
 * function's windows do; what is evaluated once for all steps counts for each of them.
 */
public final class Touched {
    private final boolean wantsSteps;
    private long total;
    private StepGrid grid = StepGrid.single(0);
    private long @Nullable [] perStep;
    private int muted;

    Touched(boolean wantsSteps) {
        this.wantsSteps = wantsSteps;
    }

    /** Says what the steps of the query are. */
    void begin(StepGrid queryGrid, Budget budget) {
        grid = queryGrid;
        if (wantsSteps) {
            budget.takeBytes(8L * grid.count());
            perStep = new long[grid.count()];
        }
    }

    /** Counts samples for a step of a grid, which may be a part of the query's. */
    void add(StepGrid of, int step, long samples) {
        if (muted > 0) {
            return;
        }
        total += samples;
        if (perStep != null) {
            perStep[index(of.timeMs(step))] += samples;
        }
    }

    /** Whether samples are counted by step too. */
    boolean wantsSteps() {
        return perStep != null && muted == 0;
    }

    /** Counts samples for the steps of a grid: in sum, and one by one when {@link #wantsSteps}. */
    void add(StepGrid of, long sum, long @Nullable [] samples) {
        if (muted > 0) {
            return;
        }
        total += sum;
        for (int i = 0; perStep != null && samples != null && i < samples.length; i++) {
            perStep[index(of.timeMs(i))] += samples[i];
        }
    }

    /** Counts one for each step that has a value. */
    void addPresent(StepGrid of, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Absent.isNot(values[i])) {
                add(of, i, 1);
            }
        }
    }

    private int index(long timeMs) {
        long index = (timeMs - grid.startMs()) / grid.stepMs();
        return (int) Math.max(0, Math.min(grid.count() - 1, index));
    }

    /** What was counted since {@code before}, for the first step of a grid, counts for the others too. */
    void repeat(StepGrid of, long before) {
        long once = total - before;
        if (muted > 0 || once == 0) {
            return;
        }
        total += once * (of.count() - 1);
        if (perStep != null) {
            int first = index(of.startMs());
            for (int i = 1; i < of.count(); i++) {
                perStep[first + i] += once;
            }
        }
    }

    /** Counts nothing until {@link #listen}; nests. */
    void mute() {
        muted++;
    }

    /** Counts again. */
    void listen() {
        muted--;
    }

    /** Samples looked at. */
    public long total() {
        return total;
    }

    /** The same by step, or null when nobody wanted to know. */
    public @Nullable PerStep perStep() {
        return perStep == null ? null : new PerStep(grid.startMs(), grid.stepMs(), perStep);
    }
}
