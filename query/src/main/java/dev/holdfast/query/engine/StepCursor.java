package dev.holdfast.query.engine;

import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.SampleCursor;

/** Reads the values of a series on a grid as samples: how a subquery becomes the input of a range function. */
final class StepCursor implements SampleCursor {
    private final StepGrid grid;
    private final double[] values;
    private int step = -1;

    StepCursor(StepGrid grid, double[] values) {
        this.grid = grid;
        this.values = values;
    }

    @Override
    public boolean next() {
        step++;
        while (step < grid.count() && Absent.is(values[step])) {
            step++;
        }
        return step < grid.count();
    }

    @Override
    public long timestampMs() {
        return step < 0 ? Long.MIN_VALUE : grid.timeMs(step);
    }

    @Override
    public long valueBits() {
        return Double.doubleToRawLongBits(values[step]);
    }
}
