package dev.holdfast.query.functions;

/** A function of the samples in a window and of scalars given with the call. */
@FunctionalInterface
public interface WindowScalarsFunction {
    /**
     * Computes the value.
     *
     * @param window holds at least one sample
     * @param scalars at the step
     * @return the value, or {@link Absent#VALUE} when the samples do not suffice
     */
    double apply(Window window, double[] scalars);
}
