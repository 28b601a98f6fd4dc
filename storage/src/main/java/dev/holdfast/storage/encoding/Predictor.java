package dev.holdfast.storage.encoding;

/** What the next integer of a column is expected to be; a column stores how far off that was. Sums wrap at 2^64. */
enum Predictor {
    /** The first value, always: for gauges whose noise is larger than their drift. */
    NONE(0) {
        @Override
        void residuals(long[] values, int count, long slope, long bias, long[] into) {
            for (int i = 1; i < count; i++) {
                into[i] = values[i] - bias;
            }
        }

        @Override
        void restore(long[] residuals, int from, int toExclusive, long slope, long bias) {
            for (int i = from + 1; i < toExclusive; i++) {
                residuals[i] += bias;
            }
        }
    },
    /** The value before: for counters and for gauges that drift. */
    PREVIOUS(1) {
        @Override
        void residuals(long[] values, int count, long slope, long bias, long[] into) {
            for (int i = 1; i < count; i++) {
                into[i] = values[i] - values[i - 1] - bias;
            }
        }

        @Override
        void restore(long[] residuals, int from, int toExclusive, long slope, long bias) {
            long value = 0;
            for (int i = from + 1; i < toExclusive; i++) {
                value += residuals[i] + bias;
                residuals[i] = value;
            }
        }
    },
    /** The line through the two values before: for clocks and steady counters. */
    LINEAR(2) {
        @Override
        void residuals(long[] values, int count, long slope, long bias, long[] into) {
            long delta = slope;
            for (int i = 1; i < count; i++) {
                long next = values[i] - values[i - 1];
                into[i] = next - delta - bias;
                delta = next;
            }
        }

        @Override
        void restore(long[] residuals, int from, int toExclusive, long slope, long bias) {
            long value = 0;
            long delta = slope;
            for (int i = from + 1; i < toExclusive; i++) {
                delta += residuals[i] + bias;
                value += delta;
                residuals[i] = value;
            }
        }
    };

    private static final Predictor[] BY_ID = {NONE, PREVIOUS, LINEAR};

    private final int id;

    Predictor(int id) {
        this.id = id;
    }

    /** The number that a chunk stores. */
    int id() {
        return id;
    }

    /** A predictor by the number that a chunk stores, which must be less than {@link #count()}. */
    static Predictor byId(int id) {
        return BY_ID[id];
    }

    static int count() {
        return BY_ID.length;
    }

    /**
     * Fills {@code into[1..count)}; the first value is 0 by the column's construction and has no residual.
     *
     * @param slope what LINEAR expects of the first step
     * @param bias is subtracted from every residual
     */
    abstract void residuals(long[] values, int count, long slope, long bias, long[] into);

    /** Turns residuals into values in place; {@code residuals[from]} must be 0. */
    abstract void restore(long[] residuals, int from, int toExclusive, long slope, long bias);
}
