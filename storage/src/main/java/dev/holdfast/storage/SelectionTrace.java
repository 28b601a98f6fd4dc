package dev.holdfast.storage;

import java.util.List;

/**
 * One call of {@link Snapshot#select} and everything that was read through the series that it gave.
 *
 * @param matchers as they were given
 * @param range as it was given
 * @param valueFilter what values had to satisfy to be of interest, {@code > 8} for instance; empty when all were
 * @param seriesFound series that it gave
 * @param partitions what became of the windows of time; one of which anything was read counts as read
 * @param runs what became of the sstables
 * @param overlapping the sstables that time alone did not rule out, the oldest first
 * @param memtables what became of the samples in memory
 */
public record SelectionTrace(
        List<SeriesMatcher> matchers,
        TimeRange range,
        String valueFilter,
        int seriesFound,
        Files partitions,
        Files runs,
        List<RunTrace> overlapping,
        Memtables memtables) {
    /** Copies the lists. */
    public SelectionTrace {
        matchers = List.copyOf(matchers);
        overlapping = List.copyOf(overlapping);
    }

    /**
     * Sstables or partitions, by what became of them.
     *
     * @param considered all that there are
     * @param skippedByTime those that hold nothing in the range
     * @param skippedByBloomFilter those whose bloom filter denies a label pair
     * @param skippedByPostings those whose postings have no such series
     * @param unreadable those whose index cannot be read
     * @param read those that have series for the selection
     */
    public record Files(
            int considered,
            int skippedByTime,
            int skippedByBloomFilter,
            int skippedByPostings,
            int unreadable,
            int read) {}

    /**
     * Memtables, by what became of them.
     *
     * @param considered all that there are
     * @param skippedByTime those that hold nothing in the range
     * @param withoutSeries those without a series for the selection
     * @param read those with one
     * @param samplesRead samples taken from them
     */
    public record Memtables(int considered, int skippedByTime, int withoutSeries, int read, long samplesRead) {}

    /** What was read of all sstables. */
    public ReadCounts counts() {
        ReadCounts sum = ReadCounts.NONE;
        for (RunTrace run : overlapping) {
            sum = sum.plus(run.counts());
        }
        return sum;
    }
}
