package dev.holdfast.query.functions;

/** A function of one value and of scalars given with the call. */
@FunctionalInterface
public interface ScalarsFunction {
    /** The new value, or {@link Absent#VALUE} to drop it. */
    double apply(double value, double[] scalars);
}
