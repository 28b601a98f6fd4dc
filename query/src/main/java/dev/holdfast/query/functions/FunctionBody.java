package dev.holdfast.query.functions;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a function is computed. */
public sealed interface FunctionBody {
    /** Each value of a vector by itself. */
    record OfValue(DoubleUnaryOperator operator) implements FunctionBody {}

    /** Each value of a vector, with the scalars that follow it among the arguments. */
    record OfValueAndScalars(ScalarsFunction function) implements FunctionBody {}

    /** Each value of a vector as seconds since the epoch; without an argument, the evaluation time. */
    record OfTime(DoubleUnaryOperator operator) implements FunctionBody {}

    /**
     * The samples of each series in a window.
     *
     * @param rangeArgument which argument the range vector is; another one is a scalar
     * @param totals how to compute it without the samples, or null
     */
    record OfWindow(
            RangeFunction function,
            int rangeArgument,
            Trait trait,
            @Nullable Totals totals) implements FunctionBody {}

    /** The samples of each series in a window, the first argument, and the scalars that follow it. */
    record OfWindowAndScalars(WindowScalarsFunction function) implements FunctionBody {}

    /** Needs the evaluation as a whole. */
    record OfEngine(EngineFunction function) implements FunctionBody {}

    /** What sets a range function apart. */
    enum Trait {
        /** Nothing. */
        NONE,
        /** The result is still the same metric. */
        KEEPS_NAME,
        /** Made for counters: worth a remark when the name does not look like one. */
        EXPECTS_COUNTER,
        /** The scalar is a quantile: worth a warning when it is outside 0 to 1. */
        TAKES_QUANTILE
    }
}
