package dev.holdfast.query.functions;

import dev.holdfast.storage.Aggregate;

/**
 * The value that stands for no value in arrays with a place for each step.
 *
 * <p>Its bits are those of the stale marker, so nothing that is stored can be mistaken for it: a stale marker means just
 * that, no value. It is a signalling NaN that only ever gets copied; arithmetic would turn it into an ordinary NaN, so ask
 * before computing.
 */
public final class Absent {
    /** The stale marker of Prometheus. */
    public static final long BITS = Aggregate.STALE_MARKER_BITS;

    /** No value. */
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private Absent() {}

    /** Whether a value is none. */
    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }

    /** Whether a value is one. */
    public static boolean isNot(double value) {
        return Double.doubleToRawLongBits(value) != BITS;
    }
}
