package dev.holdfast.benchmarks.kinds;

/** Gives the values of a series, one after the other. Not for sharing between threads. */
interface Source {
    /** The next value, so many seconds after the one before. */
    double next(double seconds);
}
