package dev.holdfast.query.engine;

import dev.holdfast.storage.SampleCursor;
import org.jspecify.annotations.Nullable;

/** The series of a subquery's inside on the grid of the subquery, each with labels of its own. */
final class SubqueryStream implements SeriesStream {
    private final Limits limits;
    private final SeriesStream inner;
    private final StepGrid innerGrid;

    /** A stream that does not count the samples it looks at: those of the windows around it count. */
    SubqueryStream(ExprEvaluator expressions, Limits limits, SeriesStream inner, StepGrid innerGrid) {
        this.limits = limits;
        this.inner = inner.isApartWithoutName() ? inner : new ListStream(expressions.collect(inner, innerGrid));
        this.innerGrid = innerGrid;
    }

    @Override
    public @Nullable StepSeries next() {
        limits.touched().mute();
        try {
            return inner.next();
        } finally {
            limits.touched().listen();
        }
    }

    /** The values of a series as samples. */
    SampleCursor cursor(StepSeries series) {
        return new StepCursor(innerGrid, series.values());
    }

    /** Lets go of a series. */
    void give() {
        limits.budget().giveSeries(1, innerGrid.count());
    }

    @Override
    public boolean isApartWithoutName() {
        return inner.isApartWithoutName();
    }
}
