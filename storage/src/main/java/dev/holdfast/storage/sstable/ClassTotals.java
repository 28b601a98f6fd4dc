package dev.holdfast.storage.sstable;

/**
 * What the series of one class take.
 *
 * @param mostSeries in the file that has most of them
 * @param samples in all files
 * @param valueBytes of their values on disk, timestamps and index not counted
 * @param rollupBytes of their rollup rows on disk, the times of the rows not counted
 */
public record ClassTotals(int mostSeries, long samples, long valueBytes, long rollupBytes) {
    /** Of no series. */
    public static final ClassTotals NONE = new ClassTotals(0, 0, 0, 0);

    /** Of the files of both. */
    public ClassTotals plus(ClassTotals other) {
        return new ClassTotals(
                Math.max(mostSeries, other.mostSeries),
                samples + other.samples,
                valueBytes + other.valueBytes,
                rollupBytes + other.rollupBytes);
    }
}
