package dev.holdfast.query.engine;

import dev.holdfast.storage.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A range function of stored series. */
final class WindowStream implements SeriesStream {
    private final SelectedStream selected;

    WindowStream(Evaluation evaluation, List<Series> series, WindowSlide slide, StepGrid grid, long fromMs, long toMs) {
        Stretches stretches = series.isEmpty() ? null : slide.stretches();
        this.selected = new SelectedStream(evaluation, series, grid, stretches) {
            @Override
            double @Nullable [] read(Series one) {
                double[] values = stretches == null || slide.prefersSamples() ? null : slide.addUp(one, stretches);
                if (values == null) {
                    values = slide.slide(one.samples(fromMs, toMs));
                }
                return StepSeries.isEmpty(values) ? null : values;
            }

            @Override
            void ended() {
                slide.close();
            }

            @Override
            void count(double[] values) {
                // The slide has counted whole windows.
            }
        };
    }

    @Override
    public @Nullable StepSeries next() {
        return selected.next();
    }

    @Override
    public boolean isApartWithoutName() {
        return selected.isApartWithoutName();
    }
}
