package dev.holdfast.query.engine;

import org.jspecify.annotations.Nullable;

/** A range function of the series of a subquery. */
final class ComputedStream implements SeriesStream {
    private final Evaluation evaluation;
    private final SubqueryStream subquery;
    private final WindowSlide slide;
    private final StepGrid grid;

    ComputedStream(Evaluation evaluation, SubqueryStream subquery, WindowSlide slide, StepGrid grid) {
        this.evaluation = evaluation;
        this.subquery = subquery;
        this.slide = slide;
        this.grid = grid;
    }

    @Override
    public @Nullable StepSeries next() {
        for (StepSeries inner = subquery.next(); inner != null; inner = subquery.next()) {
            evaluation.budget().takeSeries(1, grid.count());
            double[] values = slide.slide(subquery.cursor(inner));
            subquery.give();
            if (!StepSeries.isEmpty(values)) {
                return new StepSeries(inner.labels(), values);
            }
            evaluation.budget().giveSeries(1, grid.count());
        }
        slide.close();
        return null;
    }

    @Override
    public boolean isApartWithoutName() {
        return subquery.isApartWithoutName();
    }
}
