package dev.holdfast.query.engine;

import dev.holdfast.query.MatrixSeries;
import dev.holdfast.query.QueryException;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.Extension;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.Span;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.ExtendedFunctions;
import dev.holdfast.query.functions.ExtendedRange;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionBody.Trait;
import dev.holdfast.query.functions.FunctionTable;
import dev.holdfast.query.functions.RangeFunction;
import dev.holdfast.query.functions.Window;
import dev.holdfast.storage.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selectors that are {@code anchored} or {@code smoothed}: read as plain ones that reach a lookback further, before the range
 * and, when smoothed, after it.
 */
final class ExtendedEvaluator {
    private final Evaluation evaluation;
    private final WindowEvaluator windows;
    private final ExprEvaluator expressions;

    ExtendedEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
        this.windows = new WindowEvaluator(evaluation, expressions);
    }

    /** The extended range selector among the arguments of a call, or null. */
    static @Nullable MatrixSelector argument(Call call) {
        for (Expr argument : call.arguments()) {
            if (argument instanceof MatrixSelector matrix && matrix.selector().extension() != Extension.NONE) {
                return matrix;
            }
        }
        return null;
    }

    /** A call over an extended range. */
    SeriesStream stream(Call call, MatrixSelector matrix, StepGrid grid) {
        Extension extension = matrix.selector().extension();
        String name = call.function().name();
        RangeFunction function =
                ExtendedFunctions.of(name, extension, evaluation.options().lookbackMs());
        if (function == null || !(FunctionTable.body(call.function()) instanceof OfWindow body)) {
            throw QueryException.execution(extension.symbol() + " modifier can only be used with: "
                    + String.join(", ", ExtendedFunctions.allowed(extension)) + " - not with " + name);
        }
        return MappedStream.droppingName(
                windows.compute(reaching(matrix), plain(function), new double[0], grid),
                series -> {
                    windows.remark(body.trait(), series.labels(), matrix);
                    return true;
                },
                evaluation.limits(),
                grid.count());
    }

    /** The values of an instant selector, each interpolated between the samples before and after the moment. */
    SeriesStream smoothed(VectorSelector selector, StepGrid grid) {
        long lookbackMs = evaluation.options().lookbackMs();
        VectorSelector ahead = plain(selector, SelectorEvaluator.minus(selector.offsetMs(), lookbackMs));
        return windows.compute(
                new MatrixSelector(ahead, Math.multiplyExact(2, lookbackMs)),
                plain((window, p) -> ExtendedFunctions.middle(window)),
                new double[0],
                grid);
    }

    private static OfWindow plain(RangeFunction function) {
        return new OfWindow(function, 0, Trait.NONE, null);
    }

    /** The samples of an extended range at a single step, with one at each end of the range. */
    List<MatrixSeries> samples(MatrixSelector matrix, StepGrid single) {
        MatrixSelector reaching = reaching(matrix);
        long endMs = expressions.selectors().windowEnds(reaching, single).endMs();
        long startMs = SelectorEvaluator.minus(endMs, reaching.rangeMs());
        boolean smoothed = matrix.selector().extension() == Extension.SMOOTHED;
        List<MatrixSeries> found = new ArrayList<>();
        Window window = new Window(new WindowLimits(evaluation.limits()));
        for (Series series : expressions.selectors().select(reaching.selector(), startMs + 1, endMs + 1)) {
            evaluation.limits().checkTime();
            window.open(series.samples(startMs + 1, endMs + 1));
            window.slide(startMs, endMs, single.startMs());
            if (window.size() == 0) {
                continue;
            }
            evaluation.limits().touched().add(single, 0, window.size());
            ExtendedRange.Samples samples =
                    new ExtendedRange(window, evaluation.options().lookbackMs(), smoothed).samples();
            if (samples.timesMs().length > 0) {
                evaluation.budget().takeSeries(1, 2 * samples.timesMs().length);
                found.add(new MatrixSeries(series.labels(), samples.timesMs(), samples.values()));
            }
        }
        window.close();
        return found;
    }

    private MatrixSelector reaching(MatrixSelector matrix) {
        long lookbackMs = evaluation.options().lookbackMs();
        long offsetMs = matrix.selector().offsetMs();
        if (matrix.selector().extension() == Extension.ANCHORED) {
            return new MatrixSelector(plain(matrix.selector(), offsetMs), Math.addExact(matrix.rangeMs(), lookbackMs));
        }
        VectorSelector ahead = plain(matrix.selector(), SelectorEvaluator.minus(offsetMs, lookbackMs));
        return new MatrixSelector(ahead, Math.addExact(matrix.rangeMs(), Math.multiplyExact(2, lookbackMs)));
    }

    private static VectorSelector plain(VectorSelector selector, long offsetMs) {
        return selector.withExtension(Extension.NONE).withOffset(Span.of(offsetMs));
    }
}
