package dev.holdfast.storage;

/**
 * What became of one sstable whose time overlaps a selection's.
 *
 * @param file its name
 * @param partition the window of time that it lies in
 * @param level 0 young, 1 merged, 2 sealed
 * @param tier 0 with every sample, else that of the rollup rows that it holds
 * @param outcome whether it was read
 * @param counts what was read of it
 */
public record RunTrace(String file, TimeRange partition, int level, int tier, Outcome outcome, ReadCounts counts) {
    /** The first thing that said that a file has nothing to give. */
    public enum Outcome {
        /** The series is there, but not at that time. */
        SKIPPED_BY_TIME,
        /** The bloom filter denies one of the label pairs. */
        SKIPPED_BY_BLOOM_FILTER,
        /** The postings have no series that satisfies all matchers. */
        SKIPPED_BY_POSTINGS,
        /** Its index cannot be read. */
        UNREADABLE,
        /** It has series for the selection. */
        READ
    }
}
