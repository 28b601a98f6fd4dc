package dev.holdfast.query.engine;

import dev.holdfast.storage.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series of the store, each read when it is asked for. */
abstract class SelectedStream implements SeriesStream {
    private final Evaluation evaluation;
    private final List<Series> selected;
    private final StepGrid grid;
    private final long heldBytes;
    private final boolean apart;
    private int next;
    private boolean ended;

    /**
     * A stream over what was selected.
     *
     * @param stretches what the reading works with, for its memory to be counted
     */
    SelectedStream(Evaluation evaluation, List<Series> selected, StepGrid grid, @Nullable Stretches stretches) {
        this.evaluation = evaluation;
        this.selected = selected;
        this.grid = grid;
        this.heldBytes = (long) selected.size() * Budget.SELECTED_BYTES + (stretches == null ? 0 : stretches.bytes());
        this.apart = LabelSets.areApartWithoutName(selected, Series::labels);
        evaluation.budget().takeBytes(heldBytes);
    }

    /** The values of a series at each step; null when it has none. */
    abstract double @Nullable [] read(Series series);

    /** Counts the samples looked at: one for each value, unless reading has done it. */
    void count(double[] values) {
        evaluation.limits().touched().addPresent(grid, values);
    }

    /** There are no more. */
    void ended() {}

    @Override
    public @Nullable StepSeries next() {
        while (next < selected.size()) {
            Series series = selected.get(next++);
            evaluation.limits().work(grid.count() + 64L);
            double[] values = read(series);
            if (values != null) {
                evaluation.budget().takeSeries(1, grid.count());
                count(values);
                return new StepSeries(series.labels(), values);
            }
        }
        if (!ended) {
            ended = true;
            evaluation.budget().giveBytes(heldBytes);
            ended();
        }
        return null;
    }

    @Override
    public boolean isApartWithoutName() {
        return apart;
    }

    /** They come as they are stored. */
    @Override
    public boolean isApart() {
        return true;
    }
}
