package dev.holdfast.storage;

/**
 * What was looked at in sstables, and what of it need not be read. On each level the parts add up to what was considered.
 *
 * @param seriesMatched series that satisfy the matchers, in each file by itself
 * @param seriesSkippedByTime those of them that have no chunk in the range, or only what is deleted
 * @param chunks the stretches of values that the cursors passed
 * @param samples the samples in them
 * @param blocks the frames on disk that hold them, and time columns
 * @param dataBytesRead size of the data blocks that were read from disk, as they lie there
 * @param indexBytesRead size of the footers, indexes and filters that were read from disk
 */
public record ReadCounts(
        long seriesMatched,
        long seriesSkippedByTime,
        Chunks chunks,
        Samples samples,
        Blocks blocks,
        long dataBytesRead,
        long indexBytesRead) {

    /** Nothing was looked at. */
    public static final ReadCounts NONE = new ReadCounts(
            0,
            0,
            new Chunks(0, 0, 0, 0, 0, 0, 0),
            new Samples(0, 0, 0, 0, 0, 0),
            new Blocks(0, 0, 0, 0, 0, 0, 0, 0, 0),
            0,
            0);

    /**
     * Chunks, each time that a cursor over their series was opened.
     *
     * @param considered all of the series
     * @param skippedByTime outside the range, jumped over, or deleted
     * @param skippedByValue their smallest and largest value say that none can pass the filter
     * @param answeredByStatistics what was asked of their values is in the index
     * @param answeredByRollups rows stand for all that was asked of them
     * @param unreadable damaged, or refused by the disk
     * @param decoded read
     */
    public record Chunks(
            long considered,
            long skippedByTime,
            long skippedByValue,
            long answeredByStatistics,
            long answeredByRollups,
            long unreadable,
            long decoded) {
        /** Inside the range, but the reader stopped before it came to them. */
        public long notReached() {
            return considered
                    - skippedByTime
                    - skippedByValue
                    - answeredByStatistics
                    - answeredByRollups
                    - unreadable
                    - decoded;
        }

        Chunks plus(Chunks other) {
            return new Chunks(
                    considered + other.considered,
                    skippedByTime + other.skippedByTime,
                    skippedByValue + other.skippedByValue,
                    answeredByStatistics + other.answeredByStatistics,
                    answeredByRollups + other.answeredByRollups,
                    unreadable + other.unreadable,
                    decoded + other.decoded);
        }
    }

    /**
     * Samples.
     *
     * @param decoded in the chunks that were decoded, whether inside the range or not
     * @param skippedByValue in the chunks that no value of can pass
     * @param answeredByStatistics in the chunks whose statistics were enough
     * @param rollupRowsOfMinutes rows of a minute or of five that answered instead of samples
     * @param rollupRowsOfHours rows of hours
     * @param answeredByRollup samples that these rows stand for
     */
    public record Samples(
            long decoded,
            long skippedByValue,
            long answeredByStatistics,
            long rollupRowsOfMinutes,
            long rollupRowsOfHours,
            long answeredByRollup) {
        Samples plus(Samples other) {
            return new Samples(
                    decoded + other.decoded,
                    skippedByValue + other.skippedByValue,
                    answeredByStatistics + other.answeredByStatistics,
                    rollupRowsOfMinutes + other.rollupRowsOfMinutes,
                    rollupRowsOfHours + other.rollupRowsOfHours,
                    answeredByRollup + other.answeredByRollup);
        }
    }

    /**
     * Data blocks, each once for a file and a selection; a block of which anything was read counts as read.
     *
     * @param considered those with a chunk of the series, or a time column or rows that were needed
     * @param skippedByTime all of its chunks were
     * @param notReached the reader stopped before it came to its chunks
     * @param skippedByValue its chunks were skipped by their values, or by time
     * @param answeredByStatistics the index was enough for its chunks
     * @param answeredByRollups rows were, which lie in other blocks
     * @param read used
     * @param loadsFromCache how often one was found unpacked in memory
     * @param loadsFromDisk how often one had to be read and unpacked
     */
    public record Blocks(
            long considered,
            long skippedByTime,
            long notReached,
            long skippedByValue,
            long answeredByStatistics,
            long answeredByRollups,
            long read,
            long loadsFromCache,
            long loadsFromDisk) {
        Blocks plus(Blocks other) {
            return new Blocks(
                    considered + other.considered,
                    skippedByTime + other.skippedByTime,
                    notReached + other.notReached,
                    skippedByValue + other.skippedByValue,
                    answeredByStatistics + other.answeredByStatistics,
                    answeredByRollups + other.answeredByRollups,
                    read + other.read,
                    loadsFromCache + other.loadsFromCache,
                    loadsFromDisk + other.loadsFromDisk);
        }
    }

    /** Both together. */
    public ReadCounts plus(ReadCounts other) {
        return new ReadCounts(
                seriesMatched + other.seriesMatched,
                seriesSkippedByTime + other.seriesSkippedByTime,
                chunks.plus(other.chunks),
                samples.plus(other.samples),
                blocks.plus(other.blocks),
                dataBytesRead + other.dataBytesRead,
                indexBytesRead + other.indexBytesRead);
    }

    /** All that was read from disk, bytes. */
    public long bytesRead() {
        return dataBytesRead + indexBytesRead;
    }
}
