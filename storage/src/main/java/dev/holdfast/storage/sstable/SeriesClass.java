package dev.holdfast.storage.sstable;

import dev.holdfast.storage.encoding.ValueForm;

/** What a series is like, as far as its size depends on it. */
public enum SeriesClass {
    /** One value in each chunk. */
    CONSTANT,
    /** Integers that hardly ever fall. */
    INTEGER_COUNTER,
    /** Fractions of few digits that hardly ever fall. */
    DECIMAL_COUNTER,
    /** Integers that rise and fall. */
    INTEGER_GAUGE,
    /** Fractions of few digits that rise and fall. */
    DECIMAL_GAUGE,
    /** Values with all the digits of a double. */
    TRUE_FLOAT,
    /** Nothing is known of its values: each chunk holds a NaN. */
    OTHER;

    /**
     * The class of a series, by the statistics of its chunks and nothing else: the least regular of the first, last,
     * smallest and largest values says which numbers they are, and a chunk that begins with its smallest value and ends
     * with its largest is taken to rise. A counter starts again now and then, so it need not rise in every chunk; a gauge
     * hardly does so in half of them.
     */
    static SeriesClass of(SstableSeries series) {
        int known = 0;
        int moving = 0;
        int rising = 0;
        ValueForm form = ValueForm.WHOLE;
        for (int i = 0; i < series.chunkCount(); i++) {
            ChunkStats stats = series.chunk(i).stats();
            if (!stats.known()) {
                continue;
            }
            known++;
            if (stats.min() == stats.max()) {
                continue;
            }
            moving++;
            rising += isRising(stats) ? 1 : 0;
            form = worse(form, stats);
        }
        if (known == 0) {
            return OTHER;
        }
        if (moving == 0) {
            return CONSTANT;
        }
        if (form == ValueForm.FLOAT) {
            return TRUE_FLOAT;
        }
        boolean counter = 2 * rising >= moving;
        if (form == ValueForm.WHOLE) {
            return counter ? INTEGER_COUNTER : INTEGER_GAUGE;
        }
        return counter ? DECIMAL_COUNTER : DECIMAL_GAUGE;
    }

    private static boolean isRising(ChunkStats stats) {
        return Double.longBitsToDouble(stats.firstBits()) == stats.min()
                && Double.longBitsToDouble(stats.lastBits()) == stats.max();
    }

    private static ValueForm worse(ValueForm form, ChunkStats stats) {
        long[] bits = {
            stats.firstBits(),
            stats.lastBits(),
            Double.doubleToRawLongBits(stats.min()),
            Double.doubleToRawLongBits(stats.max())
        };
        ValueForm worst = form;
        for (int i = 0; i < bits.length && worst != ValueForm.FLOAT; i++) {
            ValueForm next = ValueForm.of(bits[i]);
            worst = next.compareTo(worst) > 0 ? next : worst;
        }
        return worst;
    }
}
