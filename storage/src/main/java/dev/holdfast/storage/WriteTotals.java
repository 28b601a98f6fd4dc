package dev.holdfast.storage;

/**
 * What a store has written in its life, so that one can tell what the disk had to bear for what was appended. Kept in the
 * manifest: a process that is killed forgets what it logged since the last one, and no more.
 *
 * @param loggedBytes written to the write-ahead log, preallocation included
 * @param flushedBytes written as young runs, from memory or by an import
 * @param mergedBytes written by merges, those that were given up included
 * @param samples appended or imported, those in memory included
 */
public record WriteTotals(long loggedBytes, long flushedBytes, long mergedBytes, long samples) {
    /** Nothing yet. */
    public static final WriteTotals NONE = new WriteTotals(0, 0, 0, 0);

    /** The samples as a timestamp and a value of eight bytes each, bytes. */
    public long appendedBytes() {
        return samples * 16;
    }

    /** How often a byte of a young run was written in the end: 1 when nothing was merged; 0 when nothing was written. */
    public double amplification() {
        return flushedBytes == 0 ? 0 : (double) (flushedBytes + mergedBytes) / flushedBytes;
    }

    WriteTotals withMoreSamples(long more) {
        return new WriteTotals(loggedBytes, flushedBytes, mergedBytes, samples + more);
    }
}
