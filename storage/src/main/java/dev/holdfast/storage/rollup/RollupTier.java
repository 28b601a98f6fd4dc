package dev.holdfast.storage.rollup;

/**
 * A resolution at which a sealed run knows its samples in advance: a row a window.
 *
 * <p>A window is (end - length, end], with ends at multiples of the length since the epoch: open on the left and closed on
 * the right, as the ranges of PromQL are, so that rows fit into them where samples lie on the borders.
 */
public enum RollupTier {
    /** One minute. */
    MINUTE(1, 60_000, 32),
    /** Five minutes: for series that have too few samples a minute. */
    FIVE_MINUTES(2, 300_000, 12),
    /** One hour. */
    HOUR(3, 3_600_000, 24);

    /** Of fewer samples a window than this a row would take a large part of the room that they take. */
    private static final int MIN_SAMPLES_PER_WINDOW = 18;

    private static final int WINDOWS_PER_CHUNK = 2048;

    private final int number;
    private final long windowMs;
    private final int minRows;

    RollupTier(int number, long windowMs, int minRows) {
        this.number = number;
        this.windowMs = windowMs;
        this.minRows = minRows;
    }

    /** The number by which files know the tier, from 1; 0 stands for the samples themselves. */
    public int number() {
        return number;
    }

    /**
     * The tier that files know by a number.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static RollupTier ofNumber(int number) {
        for (RollupTier tier : values()) {
            if (tier.number == number) {
                return tier;
            }
        }
        throw new IllegalArgumentException("no rollup tier has number=" + number);
    }

    /** Length of a window, milliseconds. */
    public long windowMs() {
        return windowMs;
    }

    /** Fewer rows of a series than this are not worth their place in the index. */
    int minRows() {
        return minRows;
    }

    /** Whether rows of so many samples are worth their room: there are enough in each, and not for the next finer tier. */
    boolean suits(long samples, int rows) {
        boolean finer = this == FIVE_MINUTES && samples >= 5L * MIN_SAMPLES_PER_WINDOW * rows;
        return samples >= (long) MIN_SAMPLES_PER_WINDOW * rows && !finer;
    }

    /** The end of the window that holds a moment, which lies within 2^53 ms of the epoch. */
    public long windowEndMs(long timestampMs) {
        return -Math.floorDiv(-timestampMs, windowMs) * windowMs;
    }

    /** Rows of a chunk lie in windows with the same number here: chunks are cut at fixed moments. */
    long chunkNumber(long windowEndMs) {
        return Math.floorDiv(windowEndMs - 1, windowMs * WINDOWS_PER_CHUNK);
    }

    /** Most rows of a chunk. */
    public static int maxRowsPerChunk() {
        return WINDOWS_PER_CHUNK;
    }
}
