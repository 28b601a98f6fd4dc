package dev.holdfast.query.engine;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Series that are changed as they pass: their values, and perhaps their name is taken off. */
final class MappedStream implements SeriesStream {
    private final SeriesStream operand;
    private final Predicate<StepSeries> change;
    private final @Nullable DuplicateGuard guard;
    private final boolean dropsName;
    private final Limits limits;
    private final int steps;

    private MappedStream(
            SeriesStream operand, Predicate<StepSeries> change, boolean dropsName, Limits limits, int steps) {
        this.operand = operand;
        this.change = change;
        this.dropsName = dropsName;
        this.guard = dropsName && !operand.isApartWithoutName() ? new DuplicateGuard(limits, steps) : null;
        this.limits = limits;
        this.steps = steps;
    }

    /**
     * Changes values in place.
     *
     * @param change false when nothing is left of the series
     */
    static SeriesStream keepingName(SeriesStream operand, Predicate<StepSeries> change, Limits limits, int steps) {
        return new MappedStream(operand, change, false, limits, steps);
    }

    /** The same, and the result is no longer the same metric. */
    static SeriesStream droppingName(SeriesStream operand, Predicate<StepSeries> change, Limits limits, int steps) {
        return new MappedStream(operand, change, true, limits, steps);
    }

    @Override
    public @Nullable StepSeries next() {
        while (true) {
            StepSeries series = operand.next();
            if (series == null) {
                if (guard != null) {
                    guard.close();
                }
                return null;
            }
            limits.work(steps);
            if (!change.test(series)) {
                limits.budget().giveSeries(1, steps);
                continue;
            }
            if (!dropsName) {
                return series;
            }
            StepSeries renamed = series.withLabels(LabelSets.withoutName(series.labels()));
            if (guard != null) {
                guard.check(renamed);
            }
            return renamed;
        }
    }

    @Override
    public boolean isApartWithoutName() {
        return operand.isApartWithoutName();
    }

    @Override
    public boolean isApart() {
        return dropsName ? operand.isApartWithoutName() : operand.isApart();
    }
}
