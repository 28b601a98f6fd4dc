package dev.holdfast.query.functions;

/** A function of the samples in a window. */
@FunctionalInterface
public interface RangeFunction {
    /**
     * Computes the value.
     *
     * @param window holds at least one sample
     * @param parameter the scalar argument of those functions that take one, else 0
     * @return the value, or {@link Absent#VALUE} when the samples do not suffice
     */
    double apply(Window window, double parameter);
}
