package dev.holdfast.query.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Series that are there already; each is let go of when it is handed out. */
final class ListStream implements SeriesStream {
    private final Queue<StepSeries> series;
    private final boolean apart;

    /** Series with labels of their own. */
    ListStream(List<StepSeries> series) {
        this.apart = LabelSets.areApartWithoutName(series, StepSeries::labels);
        this.series = new ArrayDeque<>(series);
    }

    @Override
    public @Nullable StepSeries next() {
        return series.poll();
    }

    @Override
    public boolean isApartWithoutName() {
        return apart;
    }
}
