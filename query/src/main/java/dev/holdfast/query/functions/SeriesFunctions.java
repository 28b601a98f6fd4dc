package dev.holdfast.query.functions;

import static dev.holdfast.query.ast.ValueType.INSTANT_VECTOR;
import static dev.holdfast.query.ast.ValueType.RANGE_VECTOR;
import static dev.holdfast.query.ast.ValueType.SCALAR;
import static dev.holdfast.query.ast.ValueType.STRING;

import java.util.List;

/** Functions of whole series, vectors or the evaluation; only named here, the engine computes them. */
final class SeriesFunctions {
    static final List<Function> ALL = List.of(
            Function.ofEngine("absent", EngineFunction.ABSENT, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("absent_over_time", EngineFunction.ABSENT_OVER_TIME, INSTANT_VECTOR, RANGE_VECTOR),
            Function.ofEngine("histogram_avg", EngineFunction.NOTHING, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("histogram_count", EngineFunction.NOTHING, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("histogram_stddev", EngineFunction.NOTHING, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("histogram_stdvar", EngineFunction.NOTHING, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("histogram_sum", EngineFunction.NOTHING, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine(
                    "histogram_fraction",
                    EngineFunction.HISTOGRAM_FRACTION,
                    INSTANT_VECTOR,
                    SCALAR,
                    SCALAR,
                    INSTANT_VECTOR),
            Function.ofEngine(
                    "histogram_quantile", EngineFunction.HISTOGRAM_QUANTILE, INSTANT_VECTOR, SCALAR, INSTANT_VECTOR),
            Function.ofEngineOptional(
                    "histogram_quantiles",
                    EngineFunction.HISTOGRAM_QUANTILES,
                    9,
                    INSTANT_VECTOR,
                    INSTANT_VECTOR,
                    STRING,
                    SCALAR,
                    SCALAR),
            Function.ofEngineOptional("info", EngineFunction.INFO, 1, INSTANT_VECTOR, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("max_of", EngineFunction.MAX_OF, SCALAR, SCALAR, SCALAR),
            Function.ofEngine("min_of", EngineFunction.MIN_OF, SCALAR, SCALAR, SCALAR),
            Function.ofEngine("start", EngineFunction.OF_QUERY, SCALAR),
            Function.ofEngine("end", EngineFunction.OF_QUERY, SCALAR),
            Function.ofEngine("range", EngineFunction.OF_QUERY, SCALAR),
            Function.ofEngine("step", EngineFunction.OF_QUERY, SCALAR),
            Function.ofEngine("start_timestamp", EngineFunction.NOTHING, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngineRepeated(
                    "sort_by_label", EngineFunction.SORT_BY_LABEL, INSTANT_VECTOR, INSTANT_VECTOR, STRING),
            Function.ofEngineRepeated(
                    "sort_by_label_desc", EngineFunction.SORT_BY_LABEL_DESC, INSTANT_VECTOR, INSTANT_VECTOR, STRING),
            Function.ofEngineRepeated(
                    "label_join", EngineFunction.LABEL_JOIN, INSTANT_VECTOR, INSTANT_VECTOR, STRING, STRING, STRING),
            Function.ofEngine(
                    "label_replace",
                    EngineFunction.LABEL_REPLACE,
                    INSTANT_VECTOR,
                    INSTANT_VECTOR,
                    STRING,
                    STRING,
                    STRING,
                    STRING),
            Function.ofEngine("scalar", EngineFunction.SCALAR, SCALAR, INSTANT_VECTOR),
            Function.ofEngine("sort", EngineFunction.SORT, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("sort_desc", EngineFunction.SORT_DESC, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("time", EngineFunction.TIME, SCALAR),
            Function.ofEngine("timestamp", EngineFunction.TIMESTAMP, INSTANT_VECTOR, INSTANT_VECTOR),
            Function.ofEngine("vector", EngineFunction.VECTOR, INSTANT_VECTOR, SCALAR));

    private SeriesFunctions() {}
}
