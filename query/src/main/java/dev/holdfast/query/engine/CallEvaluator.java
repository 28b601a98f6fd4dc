package dev.holdfast.query.engine;

import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.EngineFunction;
import dev.holdfast.query.functions.FunctionBody;
import dev.holdfast.query.functions.FunctionBody.OfEngine;
import dev.holdfast.query.functions.FunctionBody.OfTime;
import dev.holdfast.query.functions.FunctionBody.OfValue;
import dev.holdfast.query.functions.FunctionBody.OfValueAndScalars;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionTable;
import dev.holdfast.query.functions.ScalarsFunction;
import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/** Calls functions. */
final class CallEvaluator {
    private final Evaluation evaluation;
    private final ExprEvaluator expressions;
    private final WindowEvaluator windows;
    private final AbsentEvaluator absents;
    private final LabelEvaluator labels;
    private final HistogramEvaluator histograms;

    CallEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
        this.windows = new WindowEvaluator(evaluation, expressions);
        this.absents = new AbsentEvaluator(evaluation, expressions, windows);
        this.labels = new LabelEvaluator(evaluation, expressions);
        this.histograms = new HistogramEvaluator(evaluation, expressions);
    }

    /** A function that gives a scalar. */
    double[] scalar(Call call, StepGrid grid) {
        EngineFunction function = ((OfEngine) FunctionTable.body(call.function())).function();
        double[] values = new double[grid.count()];
        switch (function) {
            case PI -> Arrays.fill(values, Math.PI);
            case TIME -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = grid.timeMs(i) / 1000.0;
                }
            }
            case SCALAR -> {
                return onlyValue(expressions.stream(call.arguments().get(0), grid), grid);
            }
            default -> throw new IllegalStateException("not a scalar function: function=" + function);
        }
        return values;
    }

    /** The value at those steps at which there is just one series, else NaN. */
    private double[] onlyValue(SeriesStream vector, StepGrid grid) {
        double[] result = StepSeries.none(grid.count());
        boolean[] several = new boolean[grid.count()];
        for (StepSeries series = vector.next(); series != null; series = vector.next()) {
            for (int i = 0; i < result.length; i++) {
                if (series.has(i)) {
                    several[i] |= Absent.isNot(result[i]);
                    result[i] = series.values()[i];
                }
            }
            evaluation.budget().giveSeries(1, grid.count());
        }
        for (int i = 0; i < result.length; i++) {
            if (several[i] || Absent.is(result[i])) {
                result[i] = Double.NaN;
            }
        }
        return result;
    }

    /** A function that gives a vector. */
    List<StepSeries> vector(Call call, StepGrid grid) {
        FunctionBody body = FunctionTable.body(call.function());
        return body instanceof OfEngine ofEngine
                ? engineVector(call, ofEngine.function(), grid)
                : expressions.collect(stream(call, grid), grid);
    }

    /** A function that gives a vector, each series of which comes of one series of its argument. */
    SeriesStream stream(Call call, StepGrid grid) {
        FunctionBody body = FunctionTable.body(call.function());
        if (body instanceof OfValue ofValue) {
            return map(argument(call, grid), ofValue.operator(), grid);
        }
        if (body instanceof OfTime ofTime) {
            SeriesStream operand =
                    call.arguments().isEmpty() ? new ListStream(unlabelled(times(grid))) : argument(call, grid);
            return map(operand, ofTime.operator(), grid);
        }
        if (body instanceof OfValueAndScalars ofScalars) {
            return mapWithScalars(call, ofScalars.function(), grid);
        }
        if (body instanceof OfWindow ofWindow) {
            return windows.stream(call, ofWindow, grid);
        }
        return timestamp(call, grid);
    }

    private List<StepSeries> engineVector(Call call, EngineFunction function, StepGrid grid) {
        return switch (function) {
            case ABSENT -> absents.absent(call, grid);
            case ABSENT_OVER_TIME -> absents.absentOverTime(call, grid);
            case HISTOGRAM_QUANTILE -> histograms.quantile(call, grid);
            case HISTOGRAM_FRACTION -> histograms.fraction(call, grid);
            case LABEL_JOIN -> labels.join(call, grid);
            case LABEL_REPLACE -> labels.replace(call, grid);
            case NOTHING -> {
                SeriesStream ignored = argument(call, grid);
                for (StepSeries series = ignored.next(); series != null; series = ignored.next()) {
                    evaluation.budget().giveSeries(1, grid.count());
                }
                yield List.of();
            }
            case SORT -> sort(call, grid, false);
            case SORT_DESC -> sort(call, grid, true);
            case TIMESTAMP -> expressions.collect(timestamp(call, grid), grid);
            case VECTOR -> unlabelled(expressions.scalar(call.arguments().get(0), grid));
            case PI, SCALAR, TIME -> throw new IllegalStateException("not a vector function: function=" + function);
        };
    }

    private SeriesStream argument(Call call, StepGrid grid) {
        return expressions.stream(call.arguments().get(0), grid);
    }

    private List<StepSeries> unlabelled(double[] values) {
        evaluation.budget().takeSeries(1, values.length);
        List<StepSeries> vector = new ArrayList<>(1);
        vector.add(new StepSeries(Labels.EMPTY, values));
        return vector;
    }

    private static double[] times(StepGrid grid) {
        double[] values = new double[grid.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = grid.timeMs(i) / 1000.0;
        }
        return values;
    }

    private SeriesStream map(SeriesStream operand, DoubleUnaryOperator operator, StepGrid grid) {
        return dropping(
                operand,
                series -> {
                    double[] values = series.values();
                    for (int i = 0; i < values.length; i++) {
                        if (Absent.isNot(values[i])) {
                            values[i] = operator.applyAsDouble(values[i]);
                        }
                    }
                },
                grid);
    }

    private SeriesStream dropping(SeriesStream operand, Consumer<StepSeries> change, StepGrid grid) {
        return MappedStream.droppingName(
                operand,
                series -> {
                    change.accept(series);
                    return true;
                },
                evaluation.limits(),
                grid.count());
    }

    private SeriesStream mapWithScalars(Call call, ScalarsFunction function, StepGrid grid) {
        int count = call.arguments().size() - 1;
        double[][] scalars = new double[count][];
        for (int i = 0; i < count; i++) {
            scalars[i] = expressions.scalar(call.arguments().get(i + 1), grid);
        }
        double[] atStep = new double[count];
        return dropping(
                argument(call, grid),
                series -> {
                    double[] values = series.values();
                    for (int step = 0; step < values.length; step++) {
                        if (Absent.isNot(values[step])) {
                            for (int i = 0; i < count; i++) {
                                atStep[i] = scalars[i][step];
                            }
                            values[step] = function.apply(values[step], atStep);
                        }
                    }
                },
                grid);
    }

    private SeriesStream timestamp(Call call, StepGrid grid) {
        Expr argument = call.arguments().get(0).withoutParens();
        if (argument instanceof VectorSelector selector && (grid.count() == 1 || selector.at() == null)) {
            return dropping(expressions.selectors().timestamps(selector, grid), series -> {}, grid);
        }
        return dropping(
                expressions.stream(argument, grid),
                series -> {
                    for (int i = 0; i < grid.count(); i++) {
                        if (series.has(i)) {
                            series.values()[i] = grid.timeMs(i) / 1000.0;
                        }
                    }
                },
                grid);
    }

    /** By value, NaN last; only a single step has an order. */
    private List<StepSeries> sort(Call call, StepGrid grid, boolean descending) {
        List<StepSeries> operand = expressions.vector(call.arguments().get(0), grid);
        if (grid.count() != 1) {
            evaluation.annotations().sortInRangeQuery(call.position());
            return operand;
        }
        Comparator<StepSeries> byValue = (a, b) -> {
            double left = a.values()[0];
            double right = b.values()[0];
            if (Double.isNaN(left) || Double.isNaN(right)) {
                return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
            }
            return descending ? Double.compare(right, left) : Double.compare(left, right);
        };
        List<StepSeries> sorted = new ArrayList<>(operand);
        sorted.sort(byValue);
        return sorted;
    }
}
