package dev.holdfast.query.engine;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.SampleCursor;
import dev.holdfast.storage.Series;
import dev.holdfast.storage.SeriesMatcher;
import dev.holdfast.storage.TimeRange;
import dev.holdfast.storage.ValueFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads samples from the snapshot. */
final class SelectorEvaluator {
    private static final int WORK_OF_A_MATCH = 32;

    private final Evaluation evaluation;

    SelectorEvaluator(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** The newest value of each series at each step, when it is younger than the lookback and no stale marker. */
    SeriesStream stream(VectorSelector selector, StepGrid grid) {
        return look(selector, grid, false, ValueFilter.ANY);
    }

    /** The same for a caller that drops every value that does not pass: those may be others, or missing. */
    SeriesStream stream(VectorSelector selector, StepGrid grid, ValueFilter filter) {
        return look(selector, grid, false, filter);
    }

    /** The times of those values instead, in seconds. */
    SeriesStream timestamps(VectorSelector selector, StepGrid grid) {
        return look(selector, grid, true, ValueFilter.ANY);
    }

    private SeriesStream look(VectorSelector selector, StepGrid grid, boolean times, ValueFilter filter) {
        long lookbackMs = evaluation.options().lookbackMs();
        StepGrid reference = reference(selector, grid);
        long fromMs = minus(reference.startMs(), lookbackMs) + 1;
        long toMs = reference.endMs() + 1;
        Aggregate newest = new Aggregate();
        // Of a window no longer than a step the last sample is all that counts.
        Stretches stretches =
                reference.count() > 1 ? Stretches.of(reference, Math.min(lookbackMs, reference.stepMs())) : null;
        boolean newestOnly = reference.count() == 1 && filter.equals(ValueFilter.ANY);
        return new SelectedStream(evaluation, select(selector, fromMs, toMs), grid, stretches) {
            @Override
            double @Nullable [] read(Series series) {
                // Stretches are answered by rows, and need no filter.
                return stretches != null
                        ? newest(series, stretches, reference, lookbackMs, times)
                        : newestOnly
                                ? newest(series, fromMs - 1, toMs - 1, newest, times)
                                : newest(series.samples(fromMs, toMs, filter), reference, lookbackMs, times);
            }
        };
    }

    /** The series of a selector, and the time it took to find them. */
    List<Series> select(VectorSelector selector, long fromMs, long toMs) {
        Limits limits = evaluation.limits();
        long startNs = limits.nowNs();
        List<SeriesMatcher> matchers = new ArrayList<>();
        Runnable work = () -> limits.work(WORK_OF_A_MATCH);
        selector.matchers().forEach(matcher -> matchers.add(SeriesMatcher.watched(matcher, work)));
        List<Series> found = evaluation.snapshot().select(matchers, new TimeRange(fromMs, toMs));
        limits.addPreparationNs(limits.nowNs() - startNs);
        limits.checkTime();
        return found;
    }

    /** The moments to look at: the steps, moved by the offset, or the pinned moment. */
    private StepGrid reference(VectorSelector selector, StepGrid grid) {
        long startMs = selector.at() == null ? grid.startMs() : evaluation.resolve(selector.at());
        if (selector.at() != null && grid.count() > 1) {
            throw new IllegalStateException("pinned selector at more than one step: count=" + grid.count());
        }
        return new StepGrid(minus(startMs, selector.offsetMs()), grid.stepMs(), grid.count());
    }

    /** At one moment. */
    private static double @Nullable [] newest(
            Series series, long fromExclusiveMs, long toInclusiveMs, Aggregate newest, boolean times) {
        series.newest(fromExclusiveMs, toInclusiveMs, newest);
        return newest.lastTimeMs() > newest.staleTimeMs()
                ? new double[] {times ? newest.lastTimeMs() / 1000.0 : newest.last()}
                : null;
    }

    /** The same by stretches, each of which ends at a step and begins at the one before or where the lookback does. */
    private double @Nullable [] newest(
            Series series, Stretches stretches, StepGrid grid, long lookbackMs, boolean times) {
        double[] values = null;
        long timeMs = Long.MIN_VALUE;
        double value = Absent.VALUE;
        if (lookbackMs > grid.stepMs()) {
            // The first stretch is a step long, and the lookback is longer.
            SampleCursor before =
                    series.samples(minus(grid.startMs(), lookbackMs) + 1, minus(grid.startMs(), grid.stepMs()) + 1);
            while (before.next()) {
                timeMs = before.timestampMs();
                value = before.valueBits() == Absent.BITS ? Absent.VALUE : before.value();
            }
        }
        stretches.read(series, false);
        for (int i = 0; i < grid.count(); i++) {
            Aggregate stretch = stretches.window(i);
            if (stretch.lastTimeMs() > timeMs) {
                timeMs = stretch.lastTimeMs();
                value = stretch.last();
            }
            if (stretch.staleTimeMs() > timeMs) {
                timeMs = stretch.staleTimeMs();
                value = Absent.VALUE;
            }
            if (timeMs > minus(grid.timeMs(i), lookbackMs) && Absent.isNot(value)) {
                if (values == null) {
                    values = StepSeries.none(grid.count());
                }
                values[i] = times ? timeMs / 1000.0 : value;
            }
        }
        return values;
    }

    private double @Nullable [] newest(SampleCursor cursor, StepGrid grid, long lookbackMs, boolean times) {
        double[] values = null; // made when there is something to put in
        boolean has = cursor.next();
        boolean maySkip = grid.stepMs() > lookbackMs;
        long timeMs = Long.MIN_VALUE;
        long bits = Absent.BITS;
        for (int i = 0; i < grid.count(); i++) {
            long referenceMs = grid.timeMs(i);
            long oldestMs = minus(referenceMs, lookbackMs) + 1;
            if (maySkip && has && cursor.timestampMs() < oldestMs) {
                has = cursor.seek(oldestMs);
            }
            while (has && cursor.timestampMs() <= referenceMs) {
                timeMs = cursor.timestampMs();
                bits = cursor.valueBits();
                has = cursor.next();
                evaluation.limits().work(1);
            }
            if (timeMs >= oldestMs && bits != Absent.BITS) {
                if (values == null) {
                    values = StepSeries.none(grid.count());
                }
                values[i] = times ? timeMs / 1000.0 : Double.longBitsToDouble(bits);
            } else if (!has && timeMs < oldestMs) {
                break; // nothing can come any more
            }
        }
        return values;
    }

    /** Where the windows of a range selector end; one for all steps when it is pinned. */
    StepGrid windowEnds(MatrixSelector matrix, StepGrid grid) {
        VectorSelector selector = matrix.selector();
        if (selector.at() != null) {
            return StepGrid.single(minus(evaluation.resolve(selector.at()), selector.offsetMs()));
        }
        return new StepGrid(minus(grid.startMs(), selector.offsetMs()), grid.stepMs(), grid.count());
    }

    /** The samples of a range selector at a single step. */
    List<MatrixSeries> samples(MatrixSelector matrix, StepGrid single) {
        long endMs = windowEnds(matrix, single).endMs();
        long fromMs = minus(endMs, matrix.rangeMs()) + 1;
        List<MatrixSeries> found = new ArrayList<>();
        SampleBuffer buffer = new SampleBuffer(evaluation.limits());
        for (Series series : select(matrix.selector(), fromMs, endMs + 1)) {
            evaluation.limits().checkTime();
            buffer.fill(series.samples(fromMs, endMs + 1));
            if (buffer.size() > 0) {
                evaluation.budget().takeBytes(Budget.SERIES_BYTES);
                evaluation.limits().touched().add(single, 0, buffer.size());
                found.add(buffer.toSeries(series.labels()));
            }
        }
        buffer.close();
        return found;
    }

    /** A difference that stops at the ends of time rather than going round. */
    static long minus(long a, long b) {
        long result = a - b;
        boolean overflow = ((a ^ b) & (a ^ result)) < 0;
        if (overflow) {
            return a < 0 ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2;
        }
        return Math.max(Long.MIN_VALUE / 2, Math.min(Long.MAX_VALUE / 2, result));
    }
}
