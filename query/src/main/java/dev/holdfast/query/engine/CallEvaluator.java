package dev.holdfast.query.engine;

import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.StringLiteral;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.Absent;
import dev.holdfast.query.functions.EngineFunction;
import dev.holdfast.query.functions.Extreme;
import dev.holdfast.query.functions.FunctionBody;
import dev.holdfast.query.functions.FunctionBody.OfEngine;
import dev.holdfast.query.functions.FunctionBody.OfTime;
import dev.holdfast.query.functions.FunctionBody.OfValue;
import dev.holdfast.query.functions.FunctionBody.OfValueAndScalars;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionBody.OfWindowAndScalars;
import dev.holdfast.query.functions.FunctionBody.Trait;
import dev.holdfast.query.functions.FunctionTable;
import dev.holdfast.query.functions.RangeFunction;
import dev.holdfast.query.functions.ScalarsFunction;
import dev.holdfast.query.functions.WindowScalarsFunction;
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
    private final InfoEvaluator infos;

    CallEvaluator(Evaluation evaluation, ExprEvaluator expressions) {
        this.evaluation = evaluation;
        this.expressions = expressions;
        this.windows = new WindowEvaluator(evaluation, expressions);
        this.absents = new AbsentEvaluator(evaluation, expressions, windows);
        this.labels = new LabelEvaluator(evaluation, expressions);
        this.histograms = new HistogramEvaluator(evaluation, expressions);
        this.infos = new InfoEvaluator(evaluation, expressions);
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
            case MAX_OF, MIN_OF -> {
                double[] first = expressions.scalar(call.arguments().get(0), grid);
                double[] second = expressions.scalar(call.arguments().get(1), grid);
                boolean largest = function == EngineFunction.MAX_OF;
                for (int i = 0; i < values.length; i++) {
                    values[i] = Extreme.of(largest, first[i], second[i]);
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
        return body instanceof OfEngine ofEngine && ExtendedEvaluator.argument(call) == null
                ? engineVector(call, ofEngine.function(), grid)
                : expressions.collect(stream(call, grid), grid);
    }

    /** A function that gives a vector, each series of which comes of one series of its argument. */
    SeriesStream stream(Call call, StepGrid grid) {
        MatrixSelector range = ExtendedEvaluator.argument(call);
        if (range != null) {
            return expressions.extended().stream(call, range, grid);
        }
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
        if (body instanceof OfWindowAndScalars ofScalars) {
            return windowAndScalars(call, ofScalars.function(), grid);
        }
        return timestamp(call, grid);
    }

    private List<StepSeries> engineVector(Call call, EngineFunction function, StepGrid grid) {
        return switch (function) {
            case ABSENT -> absents.absent(call, grid);
            case ABSENT_OVER_TIME -> absents.absentOverTime(call, grid);
            case HISTOGRAM_QUANTILE -> histograms.quantile(call, grid);
            case HISTOGRAM_QUANTILES -> histograms.quantiles(call, grid);
            case HISTOGRAM_FRACTION -> histograms.fraction(call, grid);
            case INFO -> infos.vector(call, grid);
            case LABEL_JOIN -> labels.join(call, grid);
            case LABEL_REPLACE -> labels.replace(call, grid);
            case NOTHING -> {
                SeriesStream ignored = argument(call, grid);
                for (StepSeries series = ignored.next(); series != null; series = ignored.next()) {
                    evaluation.budget().giveSeries(1, grid.count());
                }
                yield List.of();
            }
            case SORT -> sort(call, grid, byValue(false));
            case SORT_DESC -> sort(call, grid, byValue(true));
            case SORT_BY_LABEL -> sort(call, grid, byLabels(call));
            case SORT_BY_LABEL_DESC -> sort(call, grid, byLabels(call).reversed());
            case TIMESTAMP -> expressions.collect(timestamp(call, grid), grid);
            case VECTOR -> unlabelled(expressions.scalar(call.arguments().get(0), grid));
            case MAX_OF, MIN_OF, OF_QUERY, PI, SCALAR, TIME ->
                throw new IllegalStateException("not a vector function: function=" + function);
        };
    }

    /** The parameter that the window evaluator hands on is the step, by which the scalars are looked up. */
    private SeriesStream windowAndScalars(Call call, WindowScalarsFunction function, StepGrid grid) {
        double[][] scalars = new double[call.arguments().size() - 1][];
        for (int i = 0; i < scalars.length; i++) {
            scalars[i] = expressions.scalar(call.arguments().get(i + 1), grid);
        }
        double[] steps = new double[grid.count()];
        Arrays.setAll(steps, step -> step);
        double[] atStep = new double[scalars.length];
        RangeFunction ofStep = (window, step) -> {
            for (int i = 0; i < atStep.length; i++) {
                atStep[i] = scalars[i][(int) step];
            }
            return function.apply(window, atStep);
        };
        OfWindow body = new OfWindow(ofStep, 0, Trait.NONE, null);
        return dropping(windows.compute(call.arguments().get(0), body, steps, grid), series -> {}, grid);
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

    /** Only a single step has an order. */
    private List<StepSeries> sort(Call call, StepGrid grid, Comparator<StepSeries> order) {
        List<StepSeries> operand = expressions.vector(call.arguments().get(0), grid);
        if (grid.count() != 1) {
            evaluation.annotations().sortInRangeQuery(call.position());
            return operand;
        }
        List<StepSeries> sorted = new ArrayList<>(operand);
        sorted.sort(order);
        return sorted;
    }

    /** NaN comes last in either direction. */
    private static Comparator<StepSeries> byValue(boolean descending) {
        return (a, b) -> {
            double left = a.values()[0];
            double right = b.values()[0];
            if (Double.isNaN(left) || Double.isNaN(right)) {
                return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
            }
            return descending ? Double.compare(right, left) : Double.compare(left, right);
        };
    }

    /** By the labels that the call names, then by all of them. */
    private static Comparator<StepSeries> byLabels(Call call) {
        Comparator<StepSeries> order = Comparator.comparing(StepSeries::labels);
        for (int i = call.arguments().size() - 1; i > 0; i--) {
            String label = ((StringLiteral) call.arguments().get(i)).value();
            order = Comparator.<StepSeries, String>comparing(
                            series -> series.labels().get(label), NaturalOrder.INSTANCE)
                    .thenComparing(order);
        }
        return order;
    }
}
