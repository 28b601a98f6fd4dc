package dev.holdfast.query.functions;

import dev.holdfast.query.ast.FunctionSignature;
import dev.holdfast.query.ast.ValueType;
import dev.holdfast.query.functions.FunctionBody.OfEngine;
import dev.holdfast.query.functions.FunctionBody.OfTime;
import dev.holdfast.query.functions.FunctionBody.OfValue;
import dev.holdfast.query.functions.FunctionBody.OfValueAndScalars;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionBody.OfWindowAndScalars;
import dev.holdfast.query.functions.FunctionBody.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A function: what it is called with, and how it is computed. */
public record Function(FunctionSignature signature, FunctionBody body) {
    private static Function of(String name, int variadic, ValueType result, FunctionBody body, ValueType... arguments) {
        return new Function(new FunctionSignature(name, List.of(arguments), variadic, result), body);
    }

    /** A function of each value of a vector. */
    static Function ofValue(String name, DoubleUnaryOperator operator) {
        return of(name, 0, ValueType.INSTANT_VECTOR, new OfValue(operator), ValueType.INSTANT_VECTOR);
    }

    /** A function of each value of a vector and some scalars, of which the last {@code optional} may be left out. */
    static Function ofValueAndScalars(String name, int scalars, int optional, ScalarsFunction function) {
        ValueType[] types = new ValueType[1 + scalars];
        Arrays.fill(types, ValueType.SCALAR);
        types[0] = ValueType.INSTANT_VECTOR;
        return of(name, optional, ValueType.INSTANT_VECTOR, new OfValueAndScalars(function), types);
    }

    /** A function of times; of the evaluation time when no vector is given. */
    static Function ofTime(String name, DoubleUnaryOperator operator) {
        return of(name, 1, ValueType.INSTANT_VECTOR, new OfTime(operator), ValueType.INSTANT_VECTOR);
    }

    /** A function of a window. */
    static Function ofWindow(String name, Trait trait, RangeFunction function) {
        return of(name, 0, ValueType.INSTANT_VECTOR, new OfWindow(function, 0, trait, null), ValueType.RANGE_VECTOR);
    }

    /** A function of a window that can also be computed from what its samples come to. */
    static Function ofTotals(String name, Trait trait, RangeFunction function, Totals totals) {
        return of(name, 0, ValueType.INSTANT_VECTOR, new OfWindow(function, 0, trait, totals), ValueType.RANGE_VECTOR);
    }

    /** A function of a window and a scalar that follows it. */
    static Function ofWindowThenScalar(String name, RangeFunction function) {
        return of(
                name,
                0,
                ValueType.INSTANT_VECTOR,
                new OfWindow(function, 0, Trait.NONE, null),
                ValueType.RANGE_VECTOR,
                ValueType.SCALAR);
    }

    /** A function of a quantile and of a window that follows it. */
    static Function ofQuantileThenWindow(String name, RangeFunction function) {
        return of(
                name,
                0,
                ValueType.INSTANT_VECTOR,
                new OfWindow(function, 1, Trait.TAKES_QUANTILE, null),
                ValueType.SCALAR,
                ValueType.RANGE_VECTOR);
    }

    /** A function of a window and some scalars that follow it. */
    static Function ofWindowAndScalars(String name, int scalars, WindowScalarsFunction function) {
        ValueType[] types = new ValueType[1 + scalars];
        Arrays.fill(types, ValueType.SCALAR);
        types[0] = ValueType.RANGE_VECTOR;
        return of(name, 0, ValueType.INSTANT_VECTOR, new OfWindowAndScalars(function), types);
    }

    /** A function that the engine computes, the last argument of which may come 0 to so many times. */
    static Function ofEngineOptional(
            String name, EngineFunction function, int times, ValueType result, ValueType... arguments) {
        return of(name, times, result, new OfEngine(function), arguments);
    }

    /** A function that the engine computes. */
    static Function ofEngine(String name, EngineFunction function, ValueType result, ValueType... arguments) {
        return of(name, 0, result, new OfEngine(function), arguments);
    }

    /** A function that the engine computes, the last argument of which may come any number of times. */
    static Function ofEngineRepeated(String name, EngineFunction function, ValueType result, ValueType... arguments) {
        return of(name, -1, result, new OfEngine(function), arguments);
    }
}
